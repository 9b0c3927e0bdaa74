import compress from "@fastify/compress";
import fp from "fastify-plugin";

/** What is smaller fits into a packet as it is. */
const THRESHOLD_BYTES = 1_024;

/** Compresses answers for those who take them so. Event streams, which must not be held back, stay as they are. */
export default fp(
  async (app) => {
    await app.register(compress, {
      threshold: THRESHOLD_BYTES,
      encodings: ["br", "gzip"],
      // A small request must not become a large one.
      globalDecompression: false,
    });
  },
  { name: "compression" },
);
