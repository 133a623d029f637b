import EmailGroupUserChooserRow from "discourse/select-kit/components/email-group-user-chooser-row";
import UserChooser from "discourse/select-kit/components/user-chooser";

/** Chooses members, and groups and addresses where its options say so. */
export default class EmailGroupUserChooser extends UserChooser {
  rowComponent = EmailGroupUserChooserRow;
  kind = "email-group-user-chooser";
}
