import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { useDatabase } from "../../support/database.ts";
import { useGateway } from "../../support/gateway.ts";
import { useLiveGateway } from "../../support/live.ts";
import { RawWebsocket } from "../../support/raw-websocket.ts";

const MANIFEST = new URL("../../../graphql/generated/persisted-operations.json", import.meta.url);
const published: Readonly<Record<string, string>> = JSON.parse(readFileSync(MANIFEST, "utf8"));

const db = useDatabase();
const gateway = useGateway(db, { variables: { PERSISTED_OPERATIONS: "only" } });
const live = useLiveGateway(gateway);

const [hash = ""] = Object.entries(published).find(([, text]) => text.includes("subscription TicketChanged")) ?? [];
const text = { query: "{ __typename }" };
const refusal = expect.objectContaining({
  message: "Only published operations are run here.",
  extensions: { code: "PERSISTED_OPERATION_ONLY", hint: expect.any(String) },
});
const begun = expect.objectContaining({ event: "SUBSCRIBED" });
const headers = () => live.headersOf(db.world.acme.members.owner);

/** With websockets the text has to be there, but may be empty. */
const byHash = [
  { query: "", documentId: `sha256:${hash}` },
  { query: "", extensions: { persistedQuery: { version: 1, sha256Hash: hash } } },
];

describe("where only published operations are run", () => {
  it("a websocket takes their hashes and no text", async () => {
    const socket = await RawWebsocket.open(live.websocketAddress, await headers());
    socket.subscribe("text", text);
    expect(await socket.answer("text")).toEqual([refusal]);
    for (const [index, payload] of byHash.entries()) {
      socket.subscribe(`hash ${index}`, payload);
      expect(await socket.answer(`hash ${index}`)).toEqual({ data: { ticketChanged: begun } });
    }
    await socket.close();
  });

  it("an event stream takes their hashes and no text", async () => {
    const first = async (body: object) => {
      const response = await fetch(`${live.address}/graphql/stream`, {
        method: "POST",
        headers: { "content-type": "application/json", ...(await headers()) },
        body: JSON.stringify(body),
      });
      const stream = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      let received = "";
      while (!received.includes("\n\n")) received += (await stream?.read())?.value ?? "";
      await stream?.cancel();
      return JSON.parse(/^data: (.*)$/m.exec(received)?.[1] ?? "null");
    };
    expect(await first(text)).toEqual({ errors: [refusal] });
    for (const body of [...byHash, { documentId: hash }]) {
      expect(await first(body)).toEqual({ data: { ticketChanged: begun } });
    }
  });
});
