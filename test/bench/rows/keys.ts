import { createIdentity, unlockIdentity } from "heart/identity";
import type { Row, Work } from "../row";
import { member, SECRET } from "./people";

const { subtle } = crypto;
const ITERATIONS = 600_000;

function generateAll() {
  return Promise.all([
    subtle.generateKey(
      {
        name: "RSA-OAEP",
        hash: "SHA-256",
        modulusLength: 3072,
        publicExponent: new Uint8Array([1, 0, 1]),
      },
      true,
      ["encrypt", "unwrapKey"]
    ),
    subtle.generateKey("Ed25519", true, ["sign", "verify"]),
  ]);
}

async function stretch(): Promise<ArrayBuffer> {
  const secret = await subtle.importKey(
    "raw",
    new TextEncoder().encode(SECRET),
    "PBKDF2",
    false,
    ["deriveBits"]
  );
  const salt = new Uint8Array(16);
  return subtle.deriveBits(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: ITERATIONS },
    secret,
    256
  );
}

async function making(): Promise<Work> {
  return {
    ours: () => createIdentity({ userId: 1, secret: SECRET }),
    limit: async () => {
      await generateAll();
      await stretch();
    },
  };
}

async function unlocking(): Promise<Work> {
  const { identity, backup } = await member(1);
  return {
    ours: () =>
      unlockIdentity({
        userId: 1,
        card: identity.card,
        backup,
        secret: SECRET,
      }),
    limit: stretch,
  };
}

export const KEYS: Row[] = [
  { name: "make keys", rounds: 40, prepare: making },
  { name: "unlock", rounds: 5, prepare: unlocking },
];
