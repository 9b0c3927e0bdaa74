import { randomInt } from "node:crypto";
import {
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isObjectType,
  isRequiredInputField,
} from "graphql";
import { sampleValue } from "../live-schema.ts";
import type { Prober } from "./prober.ts";

type Field = GraphQLField<unknown, unknown>;

/** Whose id an argument is, where its name doesn't say: by its name, or by mutation and name. */
const REFERS_TO: Readonly<Record<string, string>> = {
  endpointId: "WebhookEndpoint",
  campaignId: "CallCampaign",
  contactIds: "Contact",
  notificationIds: "Notification",
  targetId: "CallCampaignTarget",
  templateId: "MessageTemplate",
  fromStageId: "PipelineStage",
  "mergeTickets.mergedTicketIds": "Ticket",
  "resendClientInvitation.invitationId": "ClientInvitation",
  "resendInvitation.invitationId": "StaffInvitation",
  "revokeClientInvitation.invitationId": "ClientInvitation",
  "revokeInvitation.invitationId": "StaffInvitation",
  stageId: "PipelineStage",
};

/** What else a row needs so that only its reference is wrong, by input type; gets the id of a row of one's own by type. */
const COMPLETE: Readonly<Record<string, (own: (type: string) => unknown) => object>> = {
  AssignConversationInput: (own) => ({ conversationId: own("Conversation") }),
  AppointmentInput: () => ({ endsAt: "2031-05-01T11:00:00Z" }),
  ApplyMacroInput: (own) => ({ ticketId: own("Ticket") }),
  AssignTicketInput: (own) => ({ ticketId: own("Ticket") }),
  BookAppointmentInput: () => ({
    startsAt: "2033-05-01T10:00:00Z",
    endsAt: "2033-05-01T11:00:00Z",
    bookedEmail: "booker@probe.test",
    bookedPhone: "+442079460998",
  }),
  CallCampaignTargetInput: () => ({ phone: `+44207946${randomInt(1_000, 10_000)}` }),
  InviteClientInput: () => ({ email: `client-${randomInt(1_000_000)}@probe.test`, phone: "+442079460999" }),
  InviteMemberInput: () => ({ email: `member-${randomInt(1_000_000)}@probe.test` }),
  LogCallInput: () => ({ status: "MISSED", startedAt: null, endedAt: null, phone: "+442079460998" }),
  MergeContactsInput: (own) => ({ contactId: own("Contact"), mergedContactId: own("Contact"), take: [] }),
  NextCampaignTargetInput: () => ({ leaseSeconds: 60 }),
  MergeTicketsInput: (own) => {
    const id = own("Ticket");
    return { ticketId: id, mergedTicketIds: [id] };
  },
  MessageInput: () => ({ channel: "CHAT" }),
  OpenTicketInput: () => ({ priority: "normal", channel: "web", customFields: {} }),
  RolePermissionInput: () => ({ resource: "contacts", action: "read" }),
  SendMessageInput: (own) => ({ conversationId: own("Conversation"), body: null, htmlBody: null }),
  StartConversationInput: (own) => ({ contactId: own("Contact"), channel: "CHAT" }),
  SetWebhookSigningSecretInput: () => ({ secret: "a-secret-that-is-long-enough" }),
  TicketMessageInput: () => ({ senderType: "CUSTOMER" }),
};

const upper = (name: string) => `${name[0]?.toUpperCase()}${name.slice(1)}`;
const isUuid = (field: GraphQLInputField) => getNamedType(field.type).name === "UUID";

/** The type of the row that `ownerId` of a type names: that of its relation `owner`, else the one of that name. */
function referredType(prober: Prober, owner: string | undefined, name: string): string | undefined {
  const relation = name.replace(/Id$/, "");
  const type = prober.options.schema.getType(owner ?? "");
  const related = isObjectType(type) ? getNamedType(type.getFields()[relation]?.type) : undefined;
  if (isObjectType(related)) return related.name;
  if (REFERS_TO[name] !== undefined) return REFERS_TO[name];
  return prober.options.schema.getType(upper(relation)) ? upper(relation) : undefined;
}

/** Required fields of an input, with references to rows of one's own. */
function ownValues(prober: Prober, input: GraphQLInputObjectType, owner: string | undefined): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const field of Object.values(input.getFields()).filter(isRequiredInputField)) {
    const type = isUuid(field) ? referredType(prober, owner, field.name) : undefined;
    values[field.name] = sampleValue(field.type, String(prober.ourRow(type ?? "")?.["id"] ?? ""));
  }
  const complete = COMPLETE[input.name] ?? (/Item$/.test(input.name) ? COMPLETE[`${owner}Input`] : undefined);
  return { ...values, ...complete?.((type) => prober.ourRow(type)?.["id"]) };
}

/** A change of one value that is no reference, so that only the row matters. */
function harmlessChange(patch: GraphQLInputObjectType): Record<string, unknown> {
  const fields = Object.values(patch.getFields());
  const field = fields.find((candidate) => !isUuid(candidate)) ?? fields[0];
  return field ? { [field.name]: sampleValue(field.type, "00000000-0000-4000-8000-000000000000") } : {};
}

/** Tries one mutation: with the id of their row, and with each reference to one. */
export async function probeMutation(prober: Prober, field: Field): Promise<void> {
  const input = getNamedType(field.args[0]?.type);
  if (field.args.length !== 1 || !isInputObjectType(input)) {
    return prober.report(field.name, "takes something that the probe doesn't know");
  }
  const document = `mutation ($input: ${input.name}!) { ${field.name}(input: $input) { clientMutationId } }`;
  const fields = Object.values(input.getFields()).filter(({ name }) => name !== "clientMutationId");
  const payload = getNamedType(field.type);
  const results = isObjectType(payload)
    ? Object.values(payload.getFields()).map((result) => getNamedType(result.type).name)
    : [];
  const owner = results.find((name) => prober.options.theirs.has(name));
  let tries = 0;

  const reference = async (path: string, type: string | undefined, inputFor: (id: string) => object, code?: string) => {
    tries += 1;
    const id = prober.theirRow(type ?? "")?.["id"];
    if (typeof id !== "string") return prober.report(path, `refers to something the probe doesn't know: ${type}`);
    const answer = await prober.compare(path, document, id, (value) => ({ input: inputFor(value) }));
    if (!answer.errors) prober.report(path, "accepts theirs");
    else if (code === undefined) {
      const ownId = String(prober.ourRow(type ?? "")?.["id"]);
      const own = await prober.ask(path, document, { input: inputFor(ownId) });
      if (own.without(ownId).text === answer.without(id).text) {
        prober.report(path, `is refused for another reason, even with a row of one's own: ${own.text.slice(0, 300)}`);
      }
    } else if (answer.errors[0]?.extensions.code !== code) {
      prober.report(path, `answers ${answer.text} where ${code} is meant`);
    }
  };

  for (const argument of fields) {
    const named = getNamedType(argument.type);
    const path = `${field.name}.${argument.name}`;
    if (isInputObjectType(named) && isListType(getNullableType(argument.type))) {
      const by = input.getFields()["by"] ? { by: "ID" } : {};
      const rowOf = (row: object) => ({ ...by, [argument.name]: [row] });
      const patch = getNamedType(named.getFields()["patch"]?.type);
      for (const inner of Object.values(named.getFields()).filter(isUuid)) {
        const innerPath = `${path}.${inner.name}`;
        if (inner.name === "id") {
          const change = isInputObjectType(patch)
            ? { patch: harmlessChange(patch) }
            : { ...harmlessChange(named), ...ownValues(prober, named, owner) };
          await reference(innerPath, owner, (id) => rowOf({ ...change, id }), "NOT_FOUND");
        } else {
          const values = ownValues(prober, named, owner);
          const type = referredType(prober, owner, inner.name);
          await reference(innerPath, type, (id) => rowOf({ ...values, [inner.name]: id }));
        }
      }
      for (const inner of isInputObjectType(patch) ? Object.values(patch.getFields()).filter(isUuid) : []) {
        const ownRow = { id: prober.ourRow(owner ?? "")?.["id"] };
        const type = referredType(prober, owner, inner.name);
        await reference(`${path}.patch.${inner.name}`, type, (id) => rowOf({ ...ownRow, patch: { [inner.name]: id } }));
      }
      tries += 1;
    } else if (argument.name === "id") {
      const patch = getNamedType(input.getFields()["patch"]?.type);
      const change = isInputObjectType(patch) ? { patch: harmlessChange(patch) } : {};
      await reference(path, owner, (id) => ({ id, ...change }), "NOT_FOUND");
    } else if (isUuid(argument)) {
      const type = REFERS_TO[path] ?? referredType(prober, owner, argument.name);
      await reference(path, type, (id) => ({
        ...texts(fields),
        ...ownValues(prober, input, owner),
        [argument.name]: id,
      }));
    } else if (isInputObjectType(named)) {
      const isPatch = argument.name === "patch";
      const row = isPatch ? { id: prober.ourRow(owner ?? "")?.["id"] } : {};
      for (const inner of Object.values(named.getFields()).filter(isUuid)) {
        const values = isPatch ? {} : ownValues(prober, named, owner);
        const type = referredType(prober, owner, inner.name);
        await reference(`${path}.${inner.name}`, type, (id) => ({
          ...row,
          [argument.name]: { ...values, [inner.name]: id },
        }));
      }
      tries += 1;
    }
  }
  if (tries === 0) prober.report(field.name, "has nothing that the probe knows how to try");
}

/** Values for what else a mutation takes. */
function texts(fields: readonly GraphQLInputField[]): Record<string, unknown> {
  const others = fields.filter((field) => !isUuid(field) && !isInputObjectType(getNamedType(field.type)));
  return Object.fromEntries(others.map(({ name, type }) => [name, sampleValue(type, "")]));
}
