import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const CHECK_EVERY_MS = 100;

/** Spreads requests over gateways that say by `/ready` that they can serve, and tries no request twice. */
export class RoundRobinProxy {
  private readonly targets: string[];
  private readonly ready = new Set<string>();
  private readonly server: Server;
  private readonly stopping = new AbortController();
  private next = 0;

  /** @param targets - addresses of gateways; one that is started anew takes the place of the one before */
  constructor(targets: readonly string[]) {
    this.targets = [...targets];
    this.server = createServer((incoming, answer) => {
      const usable = this.targets.filter((target) => this.ready.has(target));
      const target = usable[this.next++ % usable.length];
      if (target === undefined) return void answer.writeHead(502).end("nobody is ready");
      const { method = "GET", url = "/", headers } = incoming;
      const outgoing = request(new URL(url, target), { method, headers }, (response) => {
        answer.writeHead(response.statusCode ?? 502, { "content-type": response.headers["content-type"] ?? "" });
        response.pipe(answer);
      });
      outgoing.on("error", (error) => answer.writeHead(502).end(error.message));
      incoming.pipe(outgoing);
    });
  }

  /** How many can serve. */
  get readyCount(): number {
    return this.ready.size;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async open(): Promise<void> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    void this.watch();
  }

  replace(old: string, target: string): void {
    this.targets[this.targets.indexOf(old)] = target;
    this.ready.delete(old);
  }

  async close(): Promise<void> {
    this.stopping.abort();
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, "close");
  }

  private async watch(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      await Promise.all(
        this.targets.map(async (target) => {
          const isReady = await fetch(new URL("/ready", target)).then(
            ({ ok }) => ok,
            () => false,
          );
          if (isReady && this.targets.includes(target)) this.ready.add(target);
          else this.ready.delete(target);
        }),
      );
      await sleep(CHECK_EVERY_MS);
    }
  }
}
