/** What a request may hold in place of something that is to be different each time; just as long. */
export const UNIQUE = "unique-value";
