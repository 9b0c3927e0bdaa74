type Insert = (table: string, row: Record<string, unknown>) => Promise<string>;

/** Files that hang on contacts, by whose the contact is. */
export interface FileRows {
  readonly attachments: Readonly<Record<string, string>>;
}

/**
 * Adds a file to each of some contacts.
 *
 * @param insert - adds a row to a table and gives its id
 * @param organizationId - whose they are
 * @param contacts - the contacts' ids by name
 * @returns the files' ids by the same names
 */
export async function createFilesWorld(
  insert: Insert,
  organizationId: string,
  contacts: Readonly<Record<string, string>>,
): Promise<FileRows> {
  const attachments: Record<string, string> = {};
  for (const [name, contactId] of Object.entries(contacts)) {
    attachments[name] = await insert("attachments", {
      organization_id: organizationId,
      contact_id: contactId,
      filename: `${name}.pdf`,
      content_type: "application/pdf",
      byte_size: 1_024,
      sha256: "0".repeat(64),
    });
  }
  return { attachments };
}
