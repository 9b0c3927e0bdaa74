import { connect } from "node:net";
import type { PoolClient } from "pg";

const CANCEL_REQUEST_CODE = 80_877_102;
const CANCEL_TIMEOUT_MS = 5_000;

/** What pg’s client has, and its types don’t. */
type Cancellable = PoolClient & {
  readonly processID: number;
  readonly secretKey: number;
  readonly host: string;
  readonly port: number;
};

/**
 * Asks the server to break off what a connection does, which then fails with 57014.
 *
 * @param client - the connection
 * @returns resolves when the server has been told; it never fails
 */
export async function cancel(client: PoolClient): Promise<void> {
  const { processID, secretKey, host, port } = client as Cancellable;
  const message = Buffer.alloc(16);
  message.writeInt32BE(16, 0);
  message.writeInt32BE(CANCEL_REQUEST_CODE, 4);
  message.writeInt32BE(processID, 8);
  message.writeInt32BE(secretKey, 12);
  const socket = host.startsWith("/") ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
  socket.setTimeout(CANCEL_TIMEOUT_MS, () => socket.destroy());
  socket.on("error", () => {});
  socket.end(message);
  // The server says nothing, and closes the connection when it has passed the request on.
  socket.resume();
  await new Promise((resolve) => socket.once("close", resolve));
}
