import { encodeBase64url } from "../../../assets/javascripts/discourse/lib/bytes";
import { decodeCborText } from "../../../assets/javascripts/discourse/lib/cbor";
import { changeSecret } from "../../../assets/javascripts/discourse/lib/identity";
import privateKeys from "../private-keys.json";
import { encode, Tagged } from "./cbor";
import { Kind, Label } from "./names";
import { drawing, seededRandom } from "./random";
import { refusedBackups } from "./refused-backups";
import { refusedEarlierKeys } from "./refused-private-keys";

export async function backupVectors({ jane, pete, pete2, mallory }) {
  const newSecret = "an entirely new secret";
  const { backup: changed } = await drawing(seededRandom("new secret"), () =>
    changeSecret({
      userId: jane.userId,
      card: jane.card,
      backup: jane.backup,
      root: null,
      oldSecret: jane.secret,
      newSecret,
    })
  );
  return {
    accepted: [
      acceptedBackup("Jane's backup", jane),
      acceptedBackup("Pete's backup: his secret needs NFKC", pete),
      acceptedBackup("Pete's secret, composed in another way", {
        ...pete,
        secret: pete.secret.normalize("NFKC"),
      }),
      acceptedBackup("Jane's secret, with white space at its ends (H17)", {
        ...jane,
        secret: `\u3000\t ${jane.secret}\u00A0\n`,
      }),
      acceptedBackup("Jane's backup after she changed her secret", {
        ...jane,
        backup: changed,
        secret: newSecret,
      }),
      acceptedBackup("Pete's backup after he has rotated his keys", pete2, [
        pete2,
        pete,
      ]),
      acceptedBackup("methods that are reserved, beside the secret", {
        ...jane,
        backup: withReservedMethods(jane.backup),
      }),
    ],
    refused: [
      ...(await refusedBackups(jane, pete, mallory, changed)),
      ...(await refusedEarlierKeys(pete2, pete, jane)),
    ],
  };
}

/** In any shape that an encrypted object may have. */
function withReservedMethods(backup) {
  const parts = decodeCborText(backup);
  const reserved = [Kind.recoveryKeyMethod, Kind.passkeyMethod].map(
    (kind) =>
      new Tagged(16, [
        encode(
          new Map([
            [Label.kind, kind],
            [-70000, []],
          ])
        ),
        new Map(),
      ])
  );
  const [first, second] = reserved;
  const methods = [first, ...parts[3], second];
  return encodeBase64url(encode(parts.with(3, methods)));
}

function acceptedBackup(name, person, owners = [person]) {
  return {
    name,
    given: given(person),
    gives: {
      account_key: encodeBase64url(person.accountKey),
      decryption_keys: owners.map(
        (owner) => privateKeys[owner.name].decryption_key
      ),
      signing_key: privateKeys[person.name].signing_key,
    },
  };
}

/** What a reader knows. */
export function given({ userId, card, backup, secret }) {
  return { user_id: userId, card, backup, secret };
}
