import type { CustomField } from "./custom-fields.ts";
import { columnOf } from "./export-definitions.ts";
import { parseList, restoreCell } from "./format.ts";

type FieldKind = "text" | "choice" | "id" | "day" | "boolean" | "list";

/** The fields of a contact that a file can bring, by their name in the API. */
const FIELDS: Readonly<Record<string, FieldKind>> = {
  firstName: "text",
  lastName: "text",
  email: "text",
  phone: "text",
  companyId: "id",
  ownerId: "id",
  businessId: "id",
  lifecycleStage: "choice",
  source: "text",
  dateOfBirth: "day",
  gender: "text",
  emergencyContactName: "text",
  emergencyContactPhone: "text",
  membershipStatus: "choice",
  membershipStartsOn: "day",
  membershipEndsOn: "day",
  isActive: "boolean",
  tags: "list",
  notes: "text",
};

/** What other systems call them, in letters and digits alone. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  firstName: ["givenname", "forename"],
  lastName: ["surname", "familyname"],
  email: ["emailaddress", "mail"],
  phone: ["phonenumber", "telephone", "telephonenumber", "tel", "mobile", "mobilephone", "mobilenumber", "cellphone"],
  dateOfBirth: ["birthday", "birthdate"],
  source: ["leadsource"],
  tags: ["tag", "labels"],
  notes: ["note", "comment", "comments"],
  isActive: ["active"],
};

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...["true", "t", "yes", "y", "1"].map((word): [string, boolean] => [word, true]),
  ...["false", "f", "no", "n", "0"].map((word): [string, boolean] => [word, false]),
]);

const DEPTH_LIMIT = 32;

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What a cell says can't be used for its field. */
export class CellError extends Error {
  override readonly name = "CellError";
}

/** A row on its way to the database: columns with their values, `row` with its number. */
export type ImportedContact = Record<string, unknown> & { row: number };

/** Where the cells of a column go. */
export interface Target {
  /** The field as the API calls it, such as `firstName` or `customFields.size`. */
  readonly field: string;
  /** Puts what a cell says into the contact. Throws a CellError when that can't be used. */
  put(contact: ImportedContact, cell: string): void;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

function isDay(text: string): boolean {
  const [, year, month, day] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined || year === 0) return false;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function readBoolean(text: string): boolean {
  const value = BOOLEANS.get(text.trim().toLowerCase());
  if (value === undefined) throw new CellError("This is neither true nor false.");
  return value;
}

function readValue(kind: FieldKind, text: string): unknown {
  const trimmed = text.trim();
  switch (kind) {
    case "text":
      return text;
    case "choice":
      return trimmed.toLowerCase();
    case "id":
      if (!ID.test(trimmed)) throw new CellError("This is not an id.");
      return trimmed;
    case "day":
      if (!isDay(trimmed)) throw new CellError("This is not a day; write it as 2030-12-31.");
      return trimmed;
    case "boolean":
      return readBoolean(text);
    case "list":
      return parseList(text);
  }
}

function readCustomValue({ type }: CustomField, text: string): unknown {
  switch (type) {
    case "number": {
      const number = /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(text) ? Number(text) : Number.NaN;
      if (!Number.isFinite(number)) throw new CellError("This is not a number; write it as 1234.5.");
      return number;
    }
    case "boolean":
      return readBoolean(text);
    case "multiselect":
      return parseList(text);
    default:
      return text;
  }
}

/** Whether nothing is nested deeper; what is would overflow the stack of whoever writes it as JSON again. */
function isShallow(value: unknown, depth = DEPTH_LIMIT): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 && Object.values(value).every((part) => isShallow(part, depth - 1));
}

function readObject(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Answered below.
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new CellError("This is not an object in JSON.");
  }
  // A NUL is written as an escape in JSON, and PostgreSQL can't keep it either way.
  if (text.includes("\\u0000")) throw new CellError("This holds a NUL character, which can't be kept.");
  if (!isShallow(value)) throw new CellError("This is nested too deeply.");
  return value;
}

function putCustom(contact: ImportedContact, values: object): void {
  contact["custom_fields"] = { ...(contact["custom_fields"] as object | undefined), ...values };
}

/** What can be found under a name. */
export class ContactFields {
  private readonly targets = new Map<string, Target>();
  private readonly names = new Map<string, string>();

  constructor(customFields: readonly CustomField[]) {
    for (const [field, kind] of Object.entries(FIELDS)) {
      this.add([field, ...(OTHER_NAMES[field] ?? [])], {
        field,
        put: (contact, cell) => {
          contact[columnOf(field)] = readValue(kind, cell);
        },
      });
    }
    this.add(["customFields"], {
      field: "customFields",
      put: (contact, cell) => putCustom(contact, readObject(cell)),
    });
    for (const custom of customFields) {
      const field = `customFields.${custom.name}`;
      this.add([field, custom.name, custom.label], {
        field,
        put: (contact, cell) => putCustom(contact, { [custom.name]: readCustomValue(custom, cell) }),
      });
    }
  }

  /** The field of this name in the API. */
  named(field: string): Target | undefined {
    return this.targets.get(field);
  }

  /** The field that a header means, if any is recognized. */
  meantBy(header: string): Target | undefined {
    return this.targets.get(header) ?? this.targets.get(this.names.get(plain(restoreCell(header))) ?? "");
  }

  private add(names: readonly string[], target: Target): void {
    this.targets.set(target.field, target);
    for (const name of names.map(plain)) {
      if (name !== "" && !this.names.has(name)) this.names.set(name, target.field);
    }
  }
}
