import fp from "fastify-plugin";

/** While the gateway closes, answers end their connections; kept alive for more requests, they would hold it up. */
export default fp(
  async (app) => {
    let isClosing = false;
    app.addHook("preClose", async () => {
      isClosing = true;
    });
    app.addHook("onSend", (_request, reply, _payload, done) => {
      if (isClosing) reply.header("connection", "close");
      done();
    });
  },
  { name: "closing" },
);
