import { afterEach, describe, expect, it } from "@jest/globals";
import {
  createSecurityEventRecorder,
  type SecurityEvent,
  type SecurityEventRecorder,
} from "../../src/security/security-event-recorder.ts";

interface Row {
  readonly kind: string;
  readonly request: SecurityEvent["request"];
  readonly detail: object;
}

describe("the recorder of security events", () => {
  let recorder: SecurityEventRecorder;
  let rows: Row[] = [];
  let warnings: object[] = [];
  afterEach(() => recorder.close());

  const start = (query?: () => Promise<never>, recorders = 1) => {
    rows = [];
    warnings = [];
    const write = async (_: unknown, [kind, request, detail]: [string, string, string]) => {
      rows.push({ kind, request: JSON.parse(request), detail: JSON.parse(detail) });
    };
    recorder = createSecurityEventRecorder({
      pool: { query: (query ?? write) as never },
      logger: { warn: (details) => void warnings.push(details) },
      recorders,
    });
  };
  const flood = (count: number, addressOf: (index: number) => string) => {
    for (let index = 0; index < count; index++) {
      recorder.record({ kind: "refused_token", request: { requestId: `r${index}`, address: addressOf(index) } });
    }
  };

  it("writes ten events of an address, and counts the rest in one more", async () => {
    start();
    flood(1_000, () => "192.0.2.1");
    flood(1, () => "192.0.2.2");
    await recorder.close();
    expect(rows).toHaveLength(12);
    expect(rows.filter(({ request }) => request.address === "192.0.2.1")).toHaveLength(10);
    expect(rows.filter(({ request }) => request.address === "192.0.2.2")).toHaveLength(1);
    expect(rows.at(-1)?.detail).toEqual({ reason: "flood", suppressed: 990 });
  });

  it("takes the addresses of one IPv6 network for one", async () => {
    start();
    flood(100, (index) => `2001:db8::${index.toString(16)}`);
    flood(100, (index) => `2001:db8:0:0:${index.toString(16)}:1:2:3`);
    await recorder.close();
    expect(rows).toHaveLength(11);
    flood(3, (index) => `2001:db8:0:${index + 1}::1`);
    await recorder.close();
    expect(rows).toHaveLength(14);
  });

  it("writes 300 events from however many addresses", async () => {
    start();
    flood(5_000, (index) => `10.0.${index >> 8}.${index & 255}`);
    await recorder.close();
    expect(rows).toHaveLength(301);
    expect(rows.at(-1)?.detail).toEqual({ reason: "flood", suppressed: 4_700 });
  });

  it("writes its share of them where others work beside it", async () => {
    start(undefined, 4);
    flood(20, () => "192.0.2.1");
    flood(5_000, (index) => `10.0.${index >> 8}.${index & 255}`);
    await recorder.close();
    expect(rows.filter(({ request }) => request.address === "192.0.2.1")).toHaveLength(3);
    expect(rows).toHaveLength(75 + 1);
  });

  it("begins anew after its time", async () => {
    start();
    flood(20, () => "192.0.2.1");
    await recorder.close();
    flood(1, () => "192.0.2.1");
    await recorder.close();
    expect(rows.map(({ detail }) => detail).slice(-2)).toEqual([{ reason: "flood", suppressed: 10 }, {}]);
  });

  it("lives on when nothing can be written, and says so in the log", async () => {
    start(async () => {
      throw new Error("no database");
    });
    flood(2, () => "192.0.2.1");
    await recorder.close();
    expect(warnings).toMatchObject([{ err: { message: "no database" } }, { err: { message: "no database" } }]);
  });
});
