declare module "pg/lib/utils.js" {
  const utils: {
    /** Writes a value as PostgreSQL reads it. Throws for an object that can't be JSON. */
    prepareValue(value: unknown): string | Buffer | null;
  };
  export default utils;
}
