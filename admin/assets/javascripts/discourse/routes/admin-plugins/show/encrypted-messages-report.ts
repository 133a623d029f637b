import { ajax } from "discourse/lib/ajax";
import DiscourseRoute from "discourse/routes/discourse";
import { i18n } from "discourse-i18n";
import type { SiteReport } from "../../../components/encrypted-messages/site-report";

export default class EncryptedMessagesReportRoute extends DiscourseRoute {
  async model(): Promise<SiteReport> {
    const asked = Date.now();
    const report = (await ajax(
      "/encrypted-messages/admin/report.json"
    )) as SiteReport;
    const answered = Date.now();

    return {
      ...report,
      // the site answered at some time between
      clockOffset: Math.max(asked - report.time, report.time - answered, 0),
    };
  }

  titleToken(): string {
    return i18n("encrypted_messages.admin.report");
  }
}
