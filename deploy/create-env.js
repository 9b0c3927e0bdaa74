// Writes .env with passwords of its own for docker-compose.yml. Plain JavaScript, so that any Node runs it before an install.
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";

const PASSWORDS = ["POSTGRES_PASSWORD", "OWNER_PASSWORD", "AUTHENTICATOR_PASSWORD", "REPLICATION_PASSWORD"];

const [file = ".env"] = process.argv.slice(2);
const lines = PASSWORDS.map((name) => `${name}=${randomBytes(24).toString("hex")}`);
try {
  writeFileSync(file, `${lines.join("\n")}\n`, { mode: 0o600, flag: "wx" });
  process.stdout.write(`Wrote ${file} with new passwords. Keep it out of version control, and keep a copy of it.\n`);
} catch (error) {
  const isThere = error.code === "EEXIST";
  process.stderr.write(
    isThere ? `${file} is there already; the database has its passwords, so it stays.\n` : `${error.message}\n`,
  );
  process.exitCode = 1;
}
