import { request } from "node:http";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { useDatabase } from "../support/database.ts";
import { loadOperation, type TestGateway, useGateway } from "../support/gateway.ts";

const db = useDatabase();
const plain = useGateway(db);
const compressing = useGateway(db, { variables: { COMPRESSION: "true" } });

const addresses = new Map<TestGateway, string>();
beforeAll(async () => {
  for (const gateway of [plain, compressing]) {
    addresses.set(gateway, await gateway.app.listen({ host: "127.0.0.1", port: 0 }));
  }
});

const SMALL = "{ me { id } }";

/** Asks over the network, and leaves the answer as it came. */
async function ask(gateway: TestGateway, query: string, encoding: string | undefined, path = "/graphql") {
  const token = await gateway.tokenFor(db.world.acme.members.owner, "acme");
  const headers = {
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
    ...(encoding !== undefined && { "accept-encoding": encoding }),
  };
  return new Promise<{ encoding: string | undefined; type: string | undefined; vary: string; body: Buffer }>(
    (resolve, reject) => {
      const asking = request(`${addresses.get(gateway)}${path}`, { method: "POST", headers }, async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk);
        const { "content-encoding": used, "content-type": type, vary = "" } = response.headers;
        resolve({ encoding: used, type, vary, body: Buffer.concat(chunks) });
      });
      asking.on("error", reject);
      asking.end(JSON.stringify({ query }));
    },
  );
}

describe("answers", () => {
  const large = loadOperation("crm/ListContacts");

  it("are compressed when that is wanted here and by whoever asks, and say the same", async () => {
    const { body: text } = await ask(compressing, large, undefined);
    expect(text.length).toBeGreaterThan(1_024);
    const gzipped = await ask(compressing, large, "gzip");
    expect(gzipped).toMatchObject({ encoding: "gzip", type: expect.stringMatching(/^application\/json/) });
    expect(gzipped.vary).toMatch(/accept-encoding/i);
    expect(gzipped.body.length).toBeLessThan(text.length / 2);
    expect(gunzipSync(gzipped.body).equals(text)).toBe(true);
    const brotli = await ask(compressing, large, "gzip, deflate, br");
    expect(brotli.encoding).toBe("br");
    expect(brotliDecompressSync(brotli.body).equals(text)).toBe(true);
  });

  it("are as they are otherwise, and small ones and event streams in any case", async () => {
    expect((await ask(plain, large, "gzip, br")).encoding).toBeUndefined();
    expect((await ask(compressing, large, "identity")).encoding).toBeUndefined();
    expect((await ask(compressing, SMALL, "gzip, br")).encoding).toBeUndefined();
    const stream = await ask(compressing, large, "gzip, br", "/graphql/stream");
    expect(stream).toMatchObject({ encoding: undefined, type: "text/event-stream; charset=utf-8" });
    expect(stream.body.length).toBeGreaterThan(1_024);
    expect(stream.body.toString()).toMatch(/^event: next\n/);
  });
});
