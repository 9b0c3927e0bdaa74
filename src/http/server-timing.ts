import fp from "fastify-plugin";

/** Tells browsers’ developer tools where the time of a request went; for development, as it tells others, too. */
export default fp(
  async (app) => {
    app.addHook("onSend", async ({ operation }, reply) => {
      if (operation === undefined || reply.sent) return;
      const { databaseMs, planMs, statements } = operation;
      const figures = [
        `total;dur=${reply.elapsedTime.toFixed(1)}`,
        `database;dur=${databaseMs.toFixed(1)};desc="${statements} statements"`,
        `plan;dur=${planMs.toFixed(1)}`,
      ];
      reply.header("server-timing", figures.join(", "));
    });
  },
  { name: "server-timing", dependencies: ["request-context"] },
);
