import fp from "fastify-plugin";

/** For how long nothing of an answer may be read. To be given to `fastify()` as `connectionTimeout`. */
export const UNREAD_TIMEOUT_MS = 30_000;

/**
 * Closes connections whose client has asked, and reads nothing of the answer: otherwise it would be held for as long as
 * they like. Whoever reads slowly has time, as long as they read; so has whoever waits for an answer that isn’t there yet.
 */
export default fp(
  async (app) => {
    app.addHook("onRequest", (request, reply, done) => {
      const { raw } = reply;
      // Node tells of it, once nothing was sent or read for that long, and leaves the rest to whoever listens.
      raw.on("timeout", () => {
        const { socket } = raw;
        if (socket === null || socket.writableLength === 0) return;
        request.log.info({ unread: socket.writableLength }, "an answer was not read");
        socket.destroy();
      });
      done();
    });
  },
  { name: "unread-answers" },
);
