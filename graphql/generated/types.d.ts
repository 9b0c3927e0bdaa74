/** What JSON can hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** A filter to be used against `Activity` object types. All fields are combined with a logical ‘and.’ */
export type ActivityFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<ActivityFilter> | null | undefined;
  /** Filter by the object’s `business` relation. */
  business?: BusinessFilter | null | undefined;
  /** A related `business` exists. */
  businessExists?: boolean | null | undefined;
  /** Filter by the object’s `businessId` field. */
  businessId?: UuidFilter | null | undefined;
  /** Filter by the object’s `company` relation. */
  company?: CompanyFilter | null | undefined;
  /** A related `company` exists. */
  companyExists?: boolean | null | undefined;
  /** Filter by the object’s `companyId` field. */
  companyId?: UuidFilter | null | undefined;
  /** Filter by the object’s `contact` relation. */
  contact?: ContactFilter | null | undefined;
  /** A related `contact` exists. */
  contactExists?: boolean | null | undefined;
  /** Filter by the object’s `contactId` field. */
  contactId?: UuidFilter | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `createdBy` relation. */
  createdBy?: MembershipFilter | null | undefined;
  /** A related `createdBy` exists. */
  createdByExists?: boolean | null | undefined;
  /** Filter by the object’s `createdById` field. */
  createdById?: UuidFilter | null | undefined;
  /** Filter by the object’s `deal` relation. */
  deal?: DealFilter | null | undefined;
  /** A related `deal` exists. */
  dealExists?: boolean | null | undefined;
  /** Filter by the object’s `dealId` field. */
  dealId?: UuidFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `kind` field. */
  kind?: ActivityKindFilter | null | undefined;
  /** Filter by the object’s `lead` relation. */
  lead?: LeadFilter | null | undefined;
  /** A related `lead` exists. */
  leadExists?: boolean | null | undefined;
  /** Filter by the object’s `leadId` field. */
  leadId?: UuidFilter | null | undefined;
  /** Negates the expression. */
  not?: ActivityFilter | null | undefined;
  /** Filter by the object’s `occurredAt` field. */
  occurredAt?: DatetimeFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<ActivityFilter> | null | undefined;
  /** Filter by the object’s `ticket` relation. */
  ticket?: TicketFilter | null | undefined;
  /** A related `ticket` exists. */
  ticketExists?: boolean | null | undefined;
  /** Filter by the object’s `ticketId` field. */
  ticketId?: UuidFilter | null | undefined;
};

/** An input for mutations affecting `Activity` */
export type ActivityInput = {
  /** What an analysis by a language model found, an object. */
  aiAnalysis?: JsonValue | null | undefined;
  /** The business that the activity belongs to; of the whole organization when empty. */
  businessId?: string | null | undefined;
  /** The company. */
  companyId?: string | null | undefined;
  /** The contact. */
  contactId?: string | null | undefined;
  /** What was said or written. */
  content?: string | null | undefined;
  /** The deal. */
  dealId?: string | null | undefined;
  /** Which way it went. */
  direction?: Direction | null | undefined;
  /** How long it took, in seconds. */
  durationSeconds?: number | null | undefined;
  /** Whether it is internal to staff: viewers and contacts don’t see it. */
  isInternal?: boolean | null | undefined;
  /** What happened. */
  kind: ActivityKind;
  /** The lead. */
  leadId?: string | null | undefined;
  /** When it happened. */
  occurredAt?: string | null | undefined;
  /** What came of it. */
  outcome?: string | null | undefined;
  /** How it was meant. */
  sentiment?: Sentiment | null | undefined;
  /** What it was about. */
  subject?: string | null | undefined;
  /** The ticket. */
  ticketId?: string | null | undefined;
};

/** What happened. */
export type ActivityKind =
  /** A call made or taken by an artificial voice. */
  | 'AI_CALL'
  /** A phone call. */
  | 'CALL'
  /** An e-mail. */
  | 'EMAIL'
  /** A meeting. */
  | 'MEETING'
  /** A note. */
  | 'NOTE'
  /** A text message. */
  | 'SMS'
  /** Recorded by the system itself. */
  | 'SYSTEM'
  /** Something that was done. */
  | 'TASK'
  /** A WhatsApp message. */
  | 'WHATSAPP';

/** A filter to be used against ActivityKind fields. All fields are combined with a logical ‘and.’ */
export type ActivityKindFilter = {
  /** Equal to the specified value. */
  equalTo?: ActivityKind | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: ActivityKind | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: ActivityKind | null | undefined;
  /** Included in the specified list. */
  in?: Array<ActivityKind> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: ActivityKind | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: ActivityKind | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: ActivityKind | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<ActivityKind> | null | undefined;
};

/** Methods to use when ordering `Activity`. */
export type ActivityOrderBy =
  /** By `createdAt`, ascending. */
  | 'CREATED_AT_ASC'
  /** By `createdAt`, descending. */
  | 'CREATED_AT_DESC'
  /** By `id`, ascending. */
  | 'ID_ASC'
  /** By `id`, descending. */
  | 'ID_DESC'
  /** In the order that the collection has when none is given. */
  | 'NATURAL'
  /** By `occurredAt`, ascending. */
  | 'OCCURRED_AT_ASC'
  /** By `occurredAt`, descending. */
  | 'OCCURRED_AT_DESC'
  /** By what identifies a row, ascending. */
  | 'PRIMARY_KEY_ASC'
  /** By what identifies a row, descending. */
  | 'PRIMARY_KEY_DESC';

/** Represents an update to a `Activity`. Fields that are set will be updated. */
export type ActivityPatch = {
  /** What an analysis by a language model found, an object. */
  aiAnalysis?: JsonValue | null | undefined;
  /** The business that the activity belongs to; of the whole organization when empty. */
  businessId?: string | null | undefined;
  /** The company. */
  companyId?: string | null | undefined;
  /** The contact. */
  contactId?: string | null | undefined;
  /** What was said or written. */
  content?: string | null | undefined;
  /** The deal. */
  dealId?: string | null | undefined;
  /** Which way it went. */
  direction?: Direction | null | undefined;
  /** How long it took, in seconds. */
  durationSeconds?: number | null | undefined;
  /** Whether it is internal to staff: viewers and contacts don’t see it. */
  isInternal?: boolean | null | undefined;
  /** What happened. */
  kind?: ActivityKind | null | undefined;
  /** The lead. */
  leadId?: string | null | undefined;
  /** When it happened. */
  occurredAt?: string | null | undefined;
  /** What came of it. */
  outcome?: string | null | undefined;
  /** How it was meant. */
  sentiment?: Sentiment | null | undefined;
  /** What it was about. */
  subject?: string | null | undefined;
  /** The ticket. */
  ticketId?: string | null | undefined;
};

/** A filter to be used against `AiScript` object types. All fields are combined with a logical ‘and.’ */
export type AiScriptFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<AiScriptFilter> | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `isActive` field. */
  isActive?: BooleanFilter | null | undefined;
  /** Filter by the object’s `kind` field. */
  kind?: AiScriptKindFilter | null | undefined;
  /** Filter by the object’s `language` field. */
  language?: StringFilter | null | undefined;
  /** Filter by the object’s `name` field. */
  name?: StringFilter | null | undefined;
  /** Negates the expression. */
  not?: AiScriptFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<AiScriptFilter> | null | undefined;
};

/** What a script of a language model is for. */
export type AiScriptKind =
  /** For written conversations. */
  | 'CONVERSATION'
  /** For phone calls. */
  | 'VOICE';

/** A filter to be used against AiScriptKind fields. All fields are combined with a logical ‘and.’ */
export type AiScriptKindFilter = {
  /** Equal to the specified value. */
  equalTo?: AiScriptKind | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: AiScriptKind | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: AiScriptKind | null | undefined;
  /** Included in the specified list. */
  in?: Array<AiScriptKind> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: AiScriptKind | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: AiScriptKind | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: AiScriptKind | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<AiScriptKind> | null | undefined;
};

/** Represents an update to a `ApiKey`. Fields that are set will be updated. */
export type ApiKeyPatch = {
  /** When the key ceases to work; empty when it doesn’t by itself. */
  expiresAt?: string | null | undefined;
  /** What the key is for. */
  name?: string | null | undefined;
  /** When the key was revoked; empty while it works. */
  revokedAt?: string | null | undefined;
};

/** A filter to be used against `Appointment` object types. All fields are combined with a logical ‘and.’ */
export type AppointmentFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<AppointmentFilter> | null | undefined;
  /** Filter by the object’s `business` relation. */
  business?: BusinessFilter | null | undefined;
  /** A related `business` exists. */
  businessExists?: boolean | null | undefined;
  /** Filter by the object’s `businessId` field. */
  businessId?: UuidFilter | null | undefined;
  /** Filter by the object’s `contact` relation. */
  contact?: ContactFilter | null | undefined;
  /** A related `contact` exists. */
  contactExists?: boolean | null | undefined;
  /** Filter by the object’s `contactId` field. */
  contactId?: UuidFilter | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `createdBy` relation. */
  createdBy?: MembershipFilter | null | undefined;
  /** A related `createdBy` exists. */
  createdByExists?: boolean | null | undefined;
  /** Filter by the object’s `createdById` field. */
  createdById?: UuidFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `kind` field. */
  kind?: AppointmentKindFilter | null | undefined;
  /** Negates the expression. */
  not?: AppointmentFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<AppointmentFilter> | null | undefined;
  /** Filter by the object’s `service` relation. */
  service?: ServiceFilter | null | undefined;
  /** A related `service` exists. */
  serviceExists?: boolean | null | undefined;
  /** Filter by the object’s `serviceId` field. */
  serviceId?: UuidFilter | null | undefined;
  /** Filter by the object’s `staff` relation. */
  staff?: MembershipFilter | null | undefined;
  /** A related `staff` exists. */
  staffExists?: boolean | null | undefined;
  /** Filter by the object’s `staffId` field. */
  staffId?: UuidFilter | null | undefined;
  /** Filter by the object’s `startsAt` field. */
  startsAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `status` field. */
  status?: AppointmentStatusFilter | null | undefined;
};

/** An input for mutations affecting `Appointment` */
export type AppointmentInput = {
  /** The e-mail address with which it was booked, kept in lower case. */
  bookedEmail?: string | null | undefined;
  /** The phone number with which it was booked, in E.164 form. */
  bookedPhone?: string | null | undefined;
  /** The business where it takes place; of the whole organization when empty. The service’s unless another is named. */
  businessId?: string | null | undefined;
  /** The contact who comes. When only an e-mail address or phone number is given, the contact who has it, or a new one. */
  contactId?: string | null | undefined;
  /** The currency (ISO 4217) of the price. */
  currency?: string | null | undefined;
  /** When it ends; after the service’s duration unless another time is given. */
  endsAt?: string | null | undefined;
  /** What is booked. */
  kind?: AppointmentKind | null | undefined;
  /** Where it takes place. */
  location?: string | null | undefined;
  /** What members should know about it. Contacts don’t see it. */
  notes?: string | null | undefined;
  /** What it costs, in hundredths of the currency’s unit; the service’s price at the time of booking unless another is given. */
  priceCents?: string | number | null | undefined;
  /** The service that is booked. */
  serviceId?: string | null | undefined;
  /** How it was booked, such as portal. */
  source?: string | null | undefined;
  /** The member who is there for the contact. */
  staffId?: string | null | undefined;
  /** When it begins. Moving the beginning alone moves the end with it. */
  startsAt: string;
  /** Where the appointment stands. What is completed, canceled or missed isn’t moved any more; what is canceled can be scheduled again. */
  status?: AppointmentStatus | null | undefined;
};

/** What is booked. */
export type AppointmentKind =
  /** A service for the contact. */
  | 'APPOINTMENT'
  /** A phone call at an agreed time. */
  | 'CALL'
  /** A conversation in person or by video. */
  | 'MEETING'
  /** A place or a thing that is kept for the contact. */
  | 'RESERVATION';

/** A filter to be used against AppointmentKind fields. All fields are combined with a logical ‘and.’ */
export type AppointmentKindFilter = {
  /** Equal to the specified value. */
  equalTo?: AppointmentKind | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: AppointmentKind | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: AppointmentKind | null | undefined;
  /** Included in the specified list. */
  in?: Array<AppointmentKind> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: AppointmentKind | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: AppointmentKind | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: AppointmentKind | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<AppointmentKind> | null | undefined;
};

/** Methods to use when ordering `Appointment`. */
export type AppointmentOrderBy =
  /** By `createdAt`, ascending. */
  | 'CREATED_AT_ASC'
  /** By `createdAt`, descending. */
  | 'CREATED_AT_DESC'
  /** By `id`, ascending. */
  | 'ID_ASC'
  /** By `id`, descending. */
  | 'ID_DESC'
  /** In the order that the collection has when none is given. */
  | 'NATURAL'
  /** By what identifies a row, ascending. */
  | 'PRIMARY_KEY_ASC'
  /** By what identifies a row, descending. */
  | 'PRIMARY_KEY_DESC'
  /** By `startsAt`, ascending. */
  | 'STARTS_AT_ASC'
  /** By `startsAt`, descending. */
  | 'STARTS_AT_DESC';

/** Represents an update to a `Appointment`. Fields that are set will be updated. */
export type AppointmentPatch = {
  /** The business where it takes place; of the whole organization when empty. The service’s unless another is named. */
  businessId?: string | null | undefined;
  /** Why it was called off. */
  cancellationReason?: string | null | undefined;
  /** The contact who comes. When only an e-mail address or phone number is given, the contact who has it, or a new one. */
  contactId?: string | null | undefined;
  /** The currency (ISO 4217) of the price. */
  currency?: string | null | undefined;
  /** When it ends; after the service’s duration unless another time is given. */
  endsAt?: string | null | undefined;
  /** What is booked. */
  kind?: AppointmentKind | null | undefined;
  /** Where it takes place. */
  location?: string | null | undefined;
  /** What members should know about it. Contacts don’t see it. */
  notes?: string | null | undefined;
  /** What it costs, in hundredths of the currency’s unit; the service’s price at the time of booking unless another is given. */
  priceCents?: string | number | null | undefined;
  /** When the contact was asked for a review; empty when nobody did. */
  reviewRequestedAt?: string | null | undefined;
  /** The service that is booked. */
  serviceId?: string | null | undefined;
  /** How it was booked, such as portal. */
  source?: string | null | undefined;
  /** The member who is there for the contact. */
  staffId?: string | null | undefined;
  /** When it begins. Moving the beginning alone moves the end with it. */
  startsAt?: string | null | undefined;
  /** Where the appointment stands. What is completed, canceled or missed isn’t moved any more; what is canceled can be scheduled again. */
  status?: AppointmentStatus | null | undefined;
};

/** Where an appointment stands. */
export type AppointmentStatus =
  /** Was called off. */
  | 'CANCELED'
  /** Took place. */
  | 'COMPLETED'
  /** Is planned and confirmed. */
  | 'CONFIRMED'
  /** Takes place at the moment. */
  | 'IN_PROGRESS'
  /** Did not take place: the contact did not come. */
  | 'NO_SHOW'
  /** Is planned. */
  | 'SCHEDULED';

/** A filter to be used against AppointmentStatus fields. All fields are combined with a logical ‘and.’ */
export type AppointmentStatusFilter = {
  /** Equal to the specified value. */
  equalTo?: AppointmentStatus | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: AppointmentStatus | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: AppointmentStatus | null | undefined;
  /** Included in the specified list. */
  in?: Array<AppointmentStatus> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: AppointmentStatus | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: AppointmentStatus | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: AppointmentStatus | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<AppointmentStatus> | null | undefined;
};

/** How well somebody has proved who they are. */
export type AssuranceLevel =
  /** One factor, such as a password. */
  | 'AAL1'
  /** A second factor as well. */
  | 'AAL2';

/** What can have happened to a row. */
export type AuditAction =
  /** The row was deleted. */
  | 'DELETE'
  /** The row was created. */
  | 'INSERT'
  /** The row was changed. */
  | 'UPDATE';

/** Who can have made a change. */
export type AuditActorKind =
  /** A visitor without a token, such as through a public form. */
  | 'ANONYMOUS'
  /** A machine with an API key. */
  | 'API_KEY'
  /** A contact, through the client portal. */
  | 'CONTACT'
  /** The system itself: a migration, an operator or a background job. */
  | 'SYSTEM'
  /** A member of the organization. */
  | 'USER';

/** A filter to be used against `AuditLog` object types. All fields are combined with a logical ‘and.’ */
export type AuditLogFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<AuditLogFilter> | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Negates the expression. */
  not?: AuditLogFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<AuditLogFilter> | null | undefined;
  /** Filter by the object’s `recordId` field. */
  recordId?: UuidFilter | null | undefined;
  /** Filter by the object’s `tableName` field. */
  tableName?: StringFilter | null | undefined;
  /** Filter by the object’s `user` relation. */
  user?: UserFilter | null | undefined;
  /** A related `user` exists. */
  userExists?: boolean | null | undefined;
  /** Filter by the object’s `userId` field. */
  userId?: UuidFilter | null | undefined;
};

/** A filter to be used against BigInt fields. All fields are combined with a logical ‘and.’ */
export type BigIntFilter = {
  /** Equal to the specified value. */
  equalTo?: string | number | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: string | number | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: string | number | null | undefined;
  /** Included in the specified list. */
  in?: Array<string | number> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: string | number | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: string | number | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: string | number | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<string | number> | null | undefined;
};

/** All input for the `bookAppointment` mutation. */
export type BookAppointmentInput = {
  /** The e-mail address of the contact who comes; a new contact is added if nobody has it. */
  bookedEmail?: string | null | undefined;
  /** The phone number of the contact who comes; a new contact is added if nobody has it. */
  bookedPhone?: string | null | undefined;
  /** The id of the business where it takes place; the service’s unless given. */
  businessId?: string | null | undefined;
  /**
   * An arbitrary string value with no semantic meaning. Will be included in the
   * payload verbatim. May be used to track mutations by the client.
   */
  clientMutationId?: string | null | undefined;
  /** The id of the contact who comes. Contacts book for themselves. */
  contactId?: string | null | undefined;
  /** When it ends; after the service’s duration unless given. */
  endsAt?: string | null | undefined;
  /** Where it takes place. */
  location?: string | null | undefined;
  /** What members should know about it. */
  notes?: string | null | undefined;
  /** The id of the service. Contacts name one; members may do without when they say when it ends. */
  serviceId?: string | null | undefined;
  /** The id of the membership of the member who is there for the contact. */
  staffId?: string | null | undefined;
  /** When it begins. */
  startsAt?: string | null | undefined;
};

/** A filter to be used against Boolean fields. All fields are combined with a logical ‘and.’ */
export type BooleanFilter = {
  /** Equal to the specified value. */
  equalTo?: boolean | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: boolean | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: boolean | null | undefined;
  /** Included in the specified list. */
  in?: Array<boolean> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: boolean | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: boolean | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: boolean | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<boolean> | null | undefined;
};

/** A filter to be used against `Business` object types. All fields are combined with a logical ‘and.’ */
export type BusinessFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<BusinessFilter> | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Negates the expression. */
  not?: BusinessFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<BusinessFilter> | null | undefined;
  /** Filter by the object’s `slug` field. */
  slug?: StringFilter | null | undefined;
};

/** An input for mutations affecting `Business` */
export type BusinessInput = {
  /** Postal address. */
  address?: string | null | undefined;
  /** The line of business, such as dentist. */
  businessType?: string | null | undefined;
  /** E-mail address, kept in lower case. */
  email?: string | null | undefined;
  /** Whether the business is in operation. A business that has rows can’t be deleted, but switched off. */
  isActive?: boolean | null | undefined;
  /** The business’ name as people read it. */
  name: string;
  /** Phone number in E.164 form, such as +442079460000. Other ways of writing are converted. */
  phone?: string | null | undefined;
  /** Free settings of the business, an object. */
  settings?: JsonValue | null | undefined;
  /** The business’ short name; unique within the organization. */
  slug: string;
  /** The business’ time zone where it differs from the organization’s. */
  timezone?: string | null | undefined;
  /** Web address. */
  website?: string | null | undefined;
};

/** An input for mutations affecting `BusinessMembership` */
export type BusinessMembershipInput = {
  /** The business. */
  businessId: string;
  /** The member. */
  membershipId: string;
  /** The member’s role in this business; the role in the organization when empty. */
  roleId?: string | null | undefined;
};

/** Represents an update to a `BusinessMembership`. Fields that are set will be updated. */
export type BusinessMembershipPatch = {
  /** The member’s role in this business; the role in the organization when empty. */
  roleId?: string | null | undefined;
};

/** A filter to be used against `CallCampaign` object types. All fields are combined with a logical ‘and.’ */
export type CallCampaignFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<CallCampaignFilter> | null | undefined;
  /** Filter by the object’s `business` relation. */
  business?: BusinessFilter | null | undefined;
  /** A related `business` exists. */
  businessExists?: boolean | null | undefined;
  /** Filter by the object’s `businessId` field. */
  businessId?: UuidFilter | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `createdBy` relation. */
  createdBy?: MembershipFilter | null | undefined;
  /** A related `createdBy` exists. */
  createdByExists?: boolean | null | undefined;
  /** Filter by the object’s `createdById` field. */
  createdById?: UuidFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `name` field. */
  name?: StringFilter | null | undefined;
  /** Negates the expression. */
  not?: CallCampaignFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<CallCampaignFilter> | null | undefined;
  /** Filter by the object’s `script` relation. */
  script?: AiScriptFilter | null | undefined;
  /** A related `script` exists. */
  scriptExists?: boolean | null | undefined;
  /** Filter by the object’s `scriptId` field. */
  scriptId?: UuidFilter | null | undefined;
  /** Filter by the object’s `startsAt` field. */
  startsAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `status` field. */
  status?: CallCampaignStatusFilter | null | undefined;
};

/** An input for mutations affecting `CallCampaign` */
export type CallCampaignInput = {
  /** The business that the campaign belongs to; of the whole organization when empty. */
  businessId?: string | null | undefined;
  /** When calling ends at the latest. */
  endsAt?: string | null | undefined;
  /** How often somebody is tried who isn’t reached: 1 to 20 times, 3 unless set. */
  maxAttempts?: number | null | undefined;
  /** The campaign’s name. */
  name: string;
  /** On which days and hours calls are made, an object: days (a list such as monday and friday; every day unless given), from and to (times of the day such as 09:00) on the clocks of the business, else of the organization. */
  schedule?: JsonValue | null | undefined;
  /** The script that a language model speaks by. */
  scriptId?: string | null | undefined;
  /** When calling begins. */
  startsAt?: string | null | undefined;
  /** Where it stands. */
  status?: CallCampaignStatus | null | undefined;
};

/** Where a calling campaign stands. */
export type CallCampaignStatus =
  /** Was given up. */
  | 'CANCELED'
  /** Everybody has been called. */
  | 'COMPLETED'
  /** Is being prepared. */
  | 'DRAFT'
  /** Rests. */
  | 'PAUSED'
  /** Calls are being made. */
  | 'RUNNING'
  /** Begins by itself when its time has come. */
  | 'SCHEDULED';

/** A filter to be used against CallCampaignStatus fields. All fields are combined with a logical ‘and.’ */
export type CallCampaignStatusFilter = {
  /** Equal to the specified value. */
  equalTo?: CallCampaignStatus | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: CallCampaignStatus | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: CallCampaignStatus | null | undefined;
  /** Included in the specified list. */
  in?: Array<CallCampaignStatus> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: CallCampaignStatus | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: CallCampaignStatus | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: CallCampaignStatus | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<CallCampaignStatus> | null | undefined;
};

/** An input for mutations affecting `CallCampaignTarget` */
export type CallCampaignTargetInput = {
  /** The campaign. */
  campaignId: string;
  /** The contact to call. */
  contactId?: string | null | undefined;
  /** The lead to call. */
  leadId?: string | null | undefined;
  /** When it is to be dialled next; at once when empty. While it is being dialled, when another dialer gets it unless a result is recorded. */
  nextAttemptAt?: string | null | undefined;
  /** The number to call, in E.164 form, once in each campaign; the contact’s or the lead’s unless one is given, if whoever adds the target may see them. */
  phone?: string | null | undefined;
};

/** Where the calling of one person stands. */
export type CallCampaignTargetState =
  /** Was reached. */
  | 'COMPLETED'
  /** Is being called. */
  | 'DIALING'
  /** Could not be reached. */
  | 'FAILED'
  /** Is to be called. */
  | 'PENDING'
  /** Is left out. */
  | 'SKIPPED';

/** An input for mutations affecting `Call` */
export type CallInput = {
  /** What an analysis by a language model found, an object. */
  aiAnalysis?: JsonValue | null | undefined;
  /** The business that the call belongs to; of the whole organization when empty. The one whose number was called, unless another is named. */
  businessId?: string | null | undefined;
  /** The campaign that it belongs to. */
  campaignId?: string | null | undefined;
  /** The contact; found by the number, or created, unless one is named. */
  contactId?: string | null | undefined;
  /** What it cost, in hundredths of the currency’s unit. */
  costCents?: string | number | null | undefined;
  /** The currency (ISO 4217); the organization’s unless another is named. */
  currency?: string | null | undefined;
  /** Which way it goes. */
  direction?: Direction | null | undefined;
  /** How long it took, in seconds; follows from the times unless it is given. */
  durationSeconds?: number | null | undefined;
  /** When it was over. */
  endedAt?: string | null | undefined;
  /** The provider’s id; unique within the organization, so that nothing is recorded twice. */
  externalId?: string | null | undefined;
  /** Who calls, in E.164 form. Other ways of writing are converted. */
  fromNumber?: string | null | undefined;
  /** The member who calls or answers; whoever records it unless another is named. */
  handledById?: string | null | undefined;
  /** The lead that it is about. */
  leadId?: string | null | undefined;
  /** What came of it. */
  outcome?: string | null | undefined;
  /** Where the recording is. */
  recordingUrl?: string | null | undefined;
  /** The script that a language model spoke by. */
  scriptId?: string | null | undefined;
  /** How it was meant. */
  sentiment?: Sentiment | null | undefined;
  /** When it was answered. */
  startedAt?: string | null | undefined;
  /** Where it stands. */
  status?: CallStatus | null | undefined;
  /** What was said, in short. */
  summary?: string | null | undefined;
  /** Who is called, in E.164 form; the contact’s or the lead’s number unless another is given, if whoever adds the call may see them. */
  toNumber?: string | null | undefined;
  /** What was said, word by word. */
  transcript?: string | null | undefined;
};

/** Where a call stands. */
export type CallStatus =
  /** The line was busy. */
  | 'BUSY'
  /** Was given up before it was answered. */
  | 'CANCELED'
  /** Was answered and is over. */
  | 'COMPLETED'
  /** Could not be put through. */
  | 'FAILED'
  /** Goes on. */
  | 'IN_PROGRESS'
  /** Was not answered. */
  | 'MISSED'
  /** Waits to be dialled. */
  | 'QUEUED'
  /** Rings. */
  | 'RINGING'
  /** Ended with a message on the answering machine. */
  | 'VOICEMAIL';

/** What `changePassword` needs to know. */
export type ChangePasswordInput = {
  /** Any text; it comes back with the payload. */
  clientMutationId?: string | null | undefined;
  /** The password as it was until now. */
  currentPassword: string;
  /** The new password: at least 10 characters, at most 72 bytes, and not the e-mail address. */
  password: string;
};

/** On which way people write to each other. */
export type Channel =
  /** Phone calls. */
  | 'CALL'
  /** The chat of the website or of the client portal. */
  | 'CHAT'
  /** E-mail. */
  | 'EMAIL'
  /** Text messages. */
  | 'SMS'
  /** WhatsApp. */
  | 'WHATSAPP';

/** A filter to be used against Channel fields. All fields are combined with a logical ‘and.’ */
export type ChannelFilter = {
  /** Equal to the specified value. */
  equalTo?: Channel | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: Channel | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: Channel | null | undefined;
  /** Included in the specified list. */
  in?: Array<Channel> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: Channel | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: Channel | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: Channel | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<Channel> | null | undefined;
};

/** A filter to be used against `ClientInvitation` object types. All fields are combined with a logical ‘and.’ */
export type ClientInvitationFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<ClientInvitationFilter> | null | undefined;
  /** Filter by the object’s `business` relation. */
  business?: BusinessFilter | null | undefined;
  /** A related `business` exists. */
  businessExists?: boolean | null | undefined;
  /** Filter by the object’s `businessId` field. */
  businessId?: UuidFilter | null | undefined;
  /** Filter by the object’s `contact` relation. */
  contact?: ContactFilter | null | undefined;
  /** A related `contact` exists. */
  contactExists?: boolean | null | undefined;
  /** Filter by the object’s `contactId` field. */
  contactId?: UuidFilter | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `email` field. */
  email?: StringFilter | null | undefined;
  /** Filter by the object’s `expiresAt` field. */
  expiresAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `invitedBy` relation. */
  invitedBy?: MembershipFilter | null | undefined;
  /** A related `invitedBy` exists. */
  invitedByExists?: boolean | null | undefined;
  /** Filter by the object’s `invitedById` field. */
  invitedById?: UuidFilter | null | undefined;
  /** Filter by the object’s `isClaimed` field. */
  isClaimed?: BooleanFilter | null | undefined;
  /** Negates the expression. */
  not?: ClientInvitationFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<ClientInvitationFilter> | null | undefined;
};

/** Methods to use when ordering `ClientInvitation`. */
export type ClientInvitationOrderBy =
  /** By `createdAt`, ascending. */
  | 'CREATED_AT_ASC'
  /** By `createdAt`, descending. */
  | 'CREATED_AT_DESC'
  /** By `expiresAt`, ascending. */
  | 'EXPIRES_AT_ASC'
  /** By `expiresAt`, descending. */
  | 'EXPIRES_AT_DESC'
  /** By `id`, ascending. */
  | 'ID_ASC'
  /** By `id`, descending. */
  | 'ID_DESC'
  /** In the order that the collection has when none is given. */
  | 'NATURAL'
  /** By what identifies a row, ascending. */
  | 'PRIMARY_KEY_ASC'
  /** By what identifies a row, descending. */
  | 'PRIMARY_KEY_DESC';

/** Represents an update to a `ClientInvitation`. Fields that are set will be updated. */
export type ClientInvitationPatch = {
  /** What the invited person is told in the message. */
  customMessage?: string | null | undefined;
  /** When the invitation ceases to be good; empty when it never does by itself. */
  expiresAt?: string | null | undefined;
  /** Given name. */
  firstName?: string | null | undefined;
  /** Family name. */
  lastName?: string | null | undefined;
  /** Free data of the invitation, an object. */
  metadata?: JsonValue | null | undefined;
  /** Phone number in E.164 form, such as +442079460000. Other ways of writing are converted. */
  phone?: string | null | undefined;
  /** When the invitation was withdrawn; empty while it is good. Whatever time is given, the present one is kept. */
  revokedAt?: string | null | undefined;
};

/** A filter to be used against `Company` object types. All fields are combined with a logical ‘and.’ */
export type CompanyFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<CompanyFilter> | null | undefined;
  /** Filter by the object’s `business` relation. */
  business?: BusinessFilter | null | undefined;
  /** A related `business` exists. */
  businessExists?: boolean | null | undefined;
  /** Filter by the object’s `businessId` field. */
  businessId?: UuidFilter | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `domain` field. */
  domain?: StringFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `name` field. */
  name?: StringFilter | null | undefined;
  /** Negates the expression. */
  not?: CompanyFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<CompanyFilter> | null | undefined;
  /** Filter by the object’s `owner` relation. */
  owner?: MembershipFilter | null | undefined;
  /** A related `owner` exists. */
  ownerExists?: boolean | null | undefined;
  /** Filter by the object’s `ownerId` field. */
  ownerId?: UuidFilter | null | undefined;
};

/** An input for mutations affecting `Company` */
export type CompanyInput = {
  /** Postal address. */
  address?: string | null | undefined;
  /** The business that the company belongs to; of the whole organization when empty. */
  businessId?: string | null | undefined;
  /** The line of business, such as plumbing. */
  businessType?: string | null | undefined;
  /** Values of the organization’s own fields, an object. */
  customFields?: JsonValue | null | undefined;
  /** The company’s internet domain, such as example.com. */
  domain?: string | null | undefined;
  /** E-mail address, kept in lower case. */
  email?: string | null | undefined;
  /** The company’s name. */
  name: string;
  /** Profiles elsewhere by name, an object. */
  onlinePresence?: JsonValue | null | undefined;
  /** The member who looks after the company; whoever adds it unless another is named. */
  ownerId?: string | null | undefined;
  /** Phone number in E.164 form, such as +442079460000. Other ways of writing are converted. */
  phone?: string | null | undefined;
  /** Free labels. */
  tags?: Array<string | null | undefined> | null | undefined;
  /** Web address. */
  website?: string | null | undefined;
};

/** Methods to use when ordering `Company`. */
export type CompanyOrderBy =
  /** By `createdAt`, ascending. */
  | 'CREATED_AT_ASC'
  /** By `createdAt`, descending. */
  | 'CREATED_AT_DESC'
  /** By `domain`, ascending. */
  | 'DOMAIN_ASC'
  /** By `domain`, descending. */
  | 'DOMAIN_DESC'
  /** By `id`, ascending. */
  | 'ID_ASC'
  /** By `id`, descending. */
  | 'ID_DESC'
  /** By `name`, ascending. */
  | 'NAME_ASC'
  /** By `name`, descending. */
  | 'NAME_DESC'
  /** In the order that the collection has when none is given. */
  | 'NATURAL'
  /** By what identifies a row, ascending. */
  | 'PRIMARY_KEY_ASC'
  /** By what identifies a row, descending. */
  | 'PRIMARY_KEY_DESC';

/** Represents an update to a `Company`. Fields that are set will be updated. */
export type CompanyPatch = {
  /** Postal address. */
  address?: string | null | undefined;
  /** The business that the company belongs to; of the whole organization when empty. */
  businessId?: string | null | undefined;
  /** The line of business, such as plumbing. */
  businessType?: string | null | undefined;
  /** Values of the organization’s own fields, an object. */
  customFields?: JsonValue | null | undefined;
  /** The company’s internet domain, such as example.com. */
  domain?: string | null | undefined;
  /** E-mail address, kept in lower case. */
  email?: string | null | undefined;
  /** The company’s name. */
  name?: string | null | undefined;
  /** Profiles elsewhere by name, an object. */
  onlinePresence?: JsonValue | null | undefined;
  /** The member who looks after the company; whoever adds it unless another is named. */
  ownerId?: string | null | undefined;
  /** Phone number in E.164 form, such as +442079460000. Other ways of writing are converted. */
  phone?: string | null | undefined;
  /** Free labels. */
  tags?: Array<string | null | undefined> | null | undefined;
  /** Web address. */
  website?: string | null | undefined;
};

/** What `confirmSignUp` needs to know. */
export type ConfirmSignUpInput = {
  /** Any text; it comes back with the payload. */
  clientMutationId?: string | null | undefined;
  /** The new password: at least 10 characters, at most 72 bytes, and not the e-mail address. */
  password: string;
  /** The token in the mail. It works once, for an hour. */
  token: string;
};

/** A filter to be used against `Contact` object types. All fields are combined with a logical ‘and.’ */
export type ContactFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<ContactFilter> | null | undefined;
  /** Filter by the object’s `business` relation. */
  business?: BusinessFilter | null | undefined;
  /** A related `business` exists. */
  businessExists?: boolean | null | undefined;
  /** Filter by the object’s `businessId` field. */
  businessId?: UuidFilter | null | undefined;
  /** Filter by the object’s `company` relation. */
  company?: CompanyFilter | null | undefined;
  /** A related `company` exists. */
  companyExists?: boolean | null | undefined;
  /** Filter by the object’s `companyId` field. */
  companyId?: UuidFilter | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `email` field. */
  email?: StringFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `lastContactedAt` field. */
  lastContactedAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `lifecycleStage` field. */
  lifecycleStage?: ContactLifecycleStageFilter | null | undefined;
  /** Filter by the object’s `membershipStatus` field. */
  membershipStatus?: ContactMembershipStatusFilter | null | undefined;
  /** Filter by the object’s `mergedInto` relation. */
  mergedInto?: ContactFilter | null | undefined;
  /** A related `mergedInto` exists. */
  mergedIntoExists?: boolean | null | undefined;
  /** Filter by the object’s `mergedIntoId` field. */
  mergedIntoId?: UuidFilter | null | undefined;
  /** Filter by the object’s `name` field. */
  name?: StringFilter | null | undefined;
  /** Negates the expression. */
  not?: ContactFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<ContactFilter> | null | undefined;
  /** Filter by the object’s `owner` relation. */
  owner?: MembershipFilter | null | undefined;
  /** A related `owner` exists. */
  ownerExists?: boolean | null | undefined;
  /** Filter by the object’s `ownerId` field. */
  ownerId?: UuidFilter | null | undefined;
  /** Filter by the object’s `phone` field. */
  phone?: StringFilter | null | undefined;
};

/** An input for mutations affecting `Contact` */
export type ContactInput = {
  /** The business that the contact belongs to; of the whole organization when empty. */
  businessId?: string | null | undefined;
  /** The company that the contact works for. */
  companyId?: string | null | undefined;
  /** Values of the organization’s own fields, an object. */
  customFields?: JsonValue | null | undefined;
  /** Date of birth. */
  dateOfBirth?: string | null | undefined;
  /** E-mail address, kept in lower case; unique within the organization. It is what the contact signs in to the client portal with: another one ends their sessions there. */
  email?: string | null | undefined;
  /** Whom to call in an emergency. */
  emergencyContactName?: string | null | undefined;
  /** The emergency contact’s phone number in E.164 form. */
  emergencyContactPhone?: string | null | undefined;
  /** Given name. */
  firstName?: string | null | undefined;
  /** Gender, in the contact’s own words. */
  gender?: string | null | undefined;
  /** Whether the contact is served at the moment. */
  isActive?: boolean | null | undefined;
  /** Family name. */
  lastName?: string | null | undefined;
  /** How far the contact has come with the organization. */
  lifecycleStage?: ContactLifecycleStage | null | undefined;
  /** Last day of the contact’s membership. */
  membershipEndsOn?: string | null | undefined;
  /** First day of the contact’s membership. */
  membershipStartsOn?: string | null | undefined;
  /** Where the contact’s membership stands. */
  membershipStatus?: ContactMembershipStatus | null | undefined;
  /** What members should know about the contact. Contacts don’t see it. */
  notes?: string | null | undefined;
  /** The member who looks after the contact; whoever adds it unless another is named. */
  ownerId?: string | null | undefined;
  /** Phone number in E.164 form, such as +442079460000. Other ways of writing are converted. */
  phone?: string | null | undefined;
  /** Where the contact came from, such as website. */
  source?: string | null | undefined;
  /** Free labels. */
  tags?: Array<string | null | undefined> | null | undefined;
};

/** How far a contact has come with the organization. */
export type ContactLifecycleStage =
  /** Is served. */
  | 'CUSTOMER'
  /** Was served. */
  | 'FORMER'
  /** Might buy. */
  | 'LEAD'
  /** Hears from the organization, nothing more yet. */
  | 'SUBSCRIBER';

/** A filter to be used against ContactLifecycleStage fields. All fields are combined with a logical ‘and.’ */
export type ContactLifecycleStageFilter = {
  /** Equal to the specified value. */
  equalTo?: ContactLifecycleStage | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: ContactLifecycleStage | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: ContactLifecycleStage | null | undefined;
  /** Included in the specified list. */
  in?: Array<ContactLifecycleStage> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: ContactLifecycleStage | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: ContactLifecycleStage | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: ContactLifecycleStage | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<ContactLifecycleStage> | null | undefined;
};

/** Where a contact’s membership stands, such as that of a gym. */
export type ContactMembershipStatus =
  /** Has one. */
  | 'ACTIVE'
  /** Has ended it. */
  | 'CANCELED'
  /** Has let it run out. */
  | 'EXPIRED'
  /** Has no membership. */
  | 'NONE'
  /** Has one that rests. */
  | 'PAUSED'
  /** Tries one. */
  | 'TRIAL';

/** A filter to be used against ContactMembershipStatus fields. All fields are combined with a logical ‘and.’ */
export type ContactMembershipStatusFilter = {
  /** Equal to the specified value. */
  equalTo?: ContactMembershipStatus | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: ContactMembershipStatus | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: ContactMembershipStatus | null | undefined;
  /** Included in the specified list. */
  in?: Array<ContactMembershipStatus> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: ContactMembershipStatus | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: ContactMembershipStatus | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: ContactMembershipStatus | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<ContactMembershipStatus> | null | undefined;
};

/** Methods to use when ordering `Contact`. */
export type ContactOrderBy =
  /** By `createdAt`, ascending. */
  | 'CREATED_AT_ASC'
  /** By `createdAt`, descending. */
  | 'CREATED_AT_DESC'
  /** By `id`, ascending. */
  | 'ID_ASC'
  /** By `id`, descending. */
  | 'ID_DESC'
  /** By `lastContactedAt`, ascending. */
  | 'LAST_CONTACTED_AT_ASC'
  /** By `lastContactedAt`, descending. */
  | 'LAST_CONTACTED_AT_DESC'
  /** By `name`, ascending. */
  | 'NAME_ASC'
  /** By `name`, descending. */
  | 'NAME_DESC'
  /** In the order that the collection has when none is given. */
  | 'NATURAL'
  /** By `phone`, ascending. */
  | 'PHONE_ASC'
  /** By `phone`, descending. */
  | 'PHONE_DESC'
  /** By what identifies a row, ascending. */
  | 'PRIMARY_KEY_ASC'
  /** By what identifies a row, descending. */
  | 'PRIMARY_KEY_DESC';

/** Represents an update to a `Contact`. Fields that are set will be updated. */
export type ContactPatch = {
  /** The business that the contact belongs to; of the whole organization when empty. */
  businessId?: string | null | undefined;
  /** The company that the contact works for. */
  companyId?: string | null | undefined;
  /** Values of the organization’s own fields, an object. */
  customFields?: JsonValue | null | undefined;
  /** Date of birth. */
  dateOfBirth?: string | null | undefined;
  /** E-mail address, kept in lower case; unique within the organization. It is what the contact signs in to the client portal with: another one ends their sessions there. */
  email?: string | null | undefined;
  /** Whom to call in an emergency. */
  emergencyContactName?: string | null | undefined;
  /** The emergency contact’s phone number in E.164 form. */
  emergencyContactPhone?: string | null | undefined;
  /** Given name. */
  firstName?: string | null | undefined;
  /** Gender, in the contact’s own words. */
  gender?: string | null | undefined;
  /** Whether the contact is served at the moment. */
  isActive?: boolean | null | undefined;
  /** Family name. */
  lastName?: string | null | undefined;
  /** How far the contact has come with the organization. */
  lifecycleStage?: ContactLifecycleStage | null | undefined;
  /** Last day of the contact’s membership. */
  membershipEndsOn?: string | null | undefined;
  /** First day of the contact’s membership. */
  membershipStartsOn?: string | null | undefined;
  /** Where the contact’s membership stands. */
  membershipStatus?: ContactMembershipStatus | null | undefined;
  /** What members should know about the contact. Contacts don’t see it. */
  notes?: string | null | undefined;
  /** The member who looks after the contact; whoever adds it unless another is named. */
  ownerId?: string | null | undefined;
  /** Phone number in E.164 form, such as +442079460000. Other ways of writing are converted. */
  phone?: string | null | undefined;
  /** Where the contact came from, such as website. */
  source?: string | null | undefined;
  /** Free labels. */
  tags?: Array<string | null | undefined> | null | undefined;
};

/** What an entry of a timeline is about. */
export type ContactTimelineKind =
  /** Something that was noted: a meeting, a note, a call or a message elsewhere. */
  | 'ACTIVITY'
  /** An appointment; at the time when it begins. */
  | 'APPOINTMENT'
  /** A file that was added to the contact. */
  | 'ATTACHMENT'
  /** A phone call. */
  | 'CALL'
  /** A contract. */
  | 'CONTRACT'
  /** A deal began, or moved to another stage. */
  | 'DEAL_STAGE_CHANGE'
  /** A form was filled in. */
  | 'FORM_SUBMISSION'
  /** A lead, before or beside the contact. */
  | 'LEAD'
  /** A message, from the contact or to them. */
  | 'MESSAGE'
  /** A proposal. */
  | 'PROPOSAL'
  /** A review by the contact. */
  | 'REVIEW'
  /** Something to do. */
  | 'TASK'
  /** A ticket was opened. */
  | 'TICKET'
  /** A message in a ticket. */
  | 'TICKET_MESSAGE';

/** A filter to be used against `Contract` object types. All fields are combined with a logical ‘and.’ */
export type ContractFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<ContractFilter> | null | undefined;
  /** Filter by the object’s `business` relation. */
  business?: BusinessFilter | null | undefined;
  /** A related `business` exists. */
  businessExists?: boolean | null | undefined;
  /** Filter by the object’s `businessId` field. */
  businessId?: UuidFilter | null | undefined;
  /** Filter by the object’s `company` relation. */
  company?: CompanyFilter | null | undefined;
  /** A related `company` exists. */
  companyExists?: boolean | null | undefined;
  /** Filter by the object’s `companyId` field. */
  companyId?: UuidFilter | null | undefined;
  /** Filter by the object’s `contact` relation. */
  contact?: ContactFilter | null | undefined;
  /** A related `contact` exists. */
  contactExists?: boolean | null | undefined;
  /** Filter by the object’s `contactId` field. */
  contactId?: UuidFilter | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `deal` relation. */
  deal?: DealFilter | null | undefined;
  /** A related `deal` exists. */
  dealExists?: boolean | null | undefined;
  /** Filter by the object’s `dealId` field. */
  dealId?: UuidFilter | null | undefined;
  /** Filter by the object’s `endsOn` field. */
  endsOn?: DateFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Negates the expression. */
  not?: ContractFilter | null | undefined;
  /** Filter by the object’s `number` field. */
  number?: IntFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<ContractFilter> | null | undefined;
  /** Filter by the object’s `owner` relation. */
  owner?: MembershipFilter | null | undefined;
  /** A related `owner` exists. */
  ownerExists?: boolean | null | undefined;
  /** Filter by the object’s `ownerId` field. */
  ownerId?: UuidFilter | null | undefined;
  /** Filter by the object’s `proposal` relation. */
  proposal?: ProposalFilter | null | undefined;
  /** A related `proposal` exists. */
  proposalExists?: boolean | null | undefined;
  /** Filter by the object’s `proposalId` field. */
  proposalId?: UuidFilter | null | undefined;
  /** Filter by the object’s `startsOn` field. */
  startsOn?: DateFilter | null | undefined;
  /** Filter by the object’s `status` field. */
  status?: ContractStatusFilter | null | undefined;
  /** Filter by the object’s `valueCents` field. */
  valueCents?: BigIntFilter | null | undefined;
};

/** An input for mutations affecting `Contract` */
export type ContractInput = {
  /** The business that makes the contract; the whole organization when empty. */
  businessId?: string | null | undefined;
  /** The company for which the contact signs. */
  companyId?: string | null | undefined;
  /** The contact who signs, and who sees the contract in the client portal once it is sent. */
  contactId?: string | null | undefined;
  /** The text that is agreed on. */
  content?: string | null | undefined;
  /** The currency of the value (ISO 4217), such as EUR; the organization’s unless another is named. */
  currency?: string | null | undefined;
  /** The deal that led to the contract. */
  dealId?: string | null | undefined;
  /** Last day of the contract; open when empty. */
  endsOn?: string | null | undefined;
  /** The member who looks after the contract; whoever adds it unless another is named. */
  ownerId?: string | null | undefined;
  /** The proposal that led to the contract. */
  proposalId?: string | null | undefined;
  /** First day of the contract. */
  startsOn?: string | null | undefined;
  /** What the contract is about. */
  title: string;
  /** What the contract is worth, in hundredths of the currency. */
  valueCents?: string | number | null | undefined;
};

/** Methods to use when ordering `Contract`. */
export type ContractOrderBy =
  /** By `createdAt`, ascending. */
  | 'CREATED_AT_ASC'
  /** By `createdAt`, descending. */
  | 'CREATED_AT_DESC'
  /** By `endsOn`, ascending. */
  | 'ENDS_ON_ASC'
  /** By `endsOn`, descending. */
  | 'ENDS_ON_DESC'
  /** By `id`, ascending. */
  | 'ID_ASC'
  /** By `id`, descending. */
  | 'ID_DESC'
  /** In the order that the collection has when none is given. */
  | 'NATURAL'
  /** By `number`, ascending. */
  | 'NUMBER_ASC'
  /** By `number`, descending. */
  | 'NUMBER_DESC'
  /** By what identifies a row, ascending. */
  | 'PRIMARY_KEY_ASC'
  /** By what identifies a row, descending. */
  | 'PRIMARY_KEY_DESC'
  /** By `startsOn`, ascending. */
  | 'STARTS_ON_ASC'
  /** By `startsOn`, descending. */
  | 'STARTS_ON_DESC'
  /** By `valueCents`, ascending. */
  | 'VALUE_CENTS_ASC'
  /** By `valueCents`, descending. */
  | 'VALUE_CENTS_DESC';

/** Represents an update to a `Contract`. Fields that are set will be updated. */
export type ContractPatch = {
  /** The business that makes the contract; the whole organization when empty. */
  businessId?: string | null | undefined;
  /** The company for which the contact signs. */
  companyId?: string | null | undefined;
  /** The contact who signs, and who sees the contract in the client portal once it is sent. */
  contactId?: string | null | undefined;
  /** The text that is agreed on. */
  content?: string | null | undefined;
  /** The currency of the value (ISO 4217), such as EUR; the organization’s unless another is named. */
  currency?: string | null | undefined;
  /** The deal that led to the contract. */
  dealId?: string | null | undefined;
  /** Last day of the contract; open when empty. */
  endsOn?: string | null | undefined;
  /** The member who looks after the contract; whoever adds it unless another is named. */
  ownerId?: string | null | undefined;
  /** The proposal that led to the contract. */
  proposalId?: string | null | undefined;
  /** First day of the contract. */
  startsOn?: string | null | undefined;
  /** Where the contract stands. From draft it is sent, then signed, then active; it ends terminated or expired. Once it is sent, title, content, contact, value, currency and days stay as they are. */
  status?: ContractStatus | null | undefined;
  /** What the contract is about. */
  title?: string | null | undefined;
  /** What the contract is worth, in hundredths of the currency. */
  valueCents?: string | number | null | undefined;
};

/** Where a contract stands. */
export type ContractStatus =
  /** Is in force. */
  | 'ACTIVE'
  /** Is being written; the contact doesn’t see it. */
  | 'DRAFT'
  /** Has ended, or was not signed in time. */
  | 'EXPIRED'
  /** Went to the contact to be signed. */
  | 'SENT'
  /** Was signed, and is yet to begin. */
  | 'SIGNED'
  /** Was ended early. */
  | 'TERMINATED';

/** A filter to be used against ContractStatus fields. All fields are combined with a logical ‘and.’ */
export type ContractStatusFilter = {
  /** Equal to the specified value. */
  equalTo?: ContractStatus | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: ContractStatus | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: ContractStatus | null | undefined;
  /** Included in the specified list. */
  in?: Array<ContractStatus> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: ContractStatus | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: ContractStatus | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: ContractStatus | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<ContractStatus> | null | undefined;
};

/** A filter to be used against `Conversation` object types. All fields are combined with a logical ‘and.’ */
export type ConversationFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<ConversationFilter> | null | undefined;
  /** Filter by the object’s `assignedTo` relation. */
  assignedTo?: MembershipFilter | null | undefined;
  /** A related `assignedTo` exists. */
  assignedToExists?: boolean | null | undefined;
  /** Filter by the object’s `assignedToId` field. */
  assignedToId?: UuidFilter | null | undefined;
  /** Filter by the object’s `business` relation. */
  business?: BusinessFilter | null | undefined;
  /** A related `business` exists. */
  businessExists?: boolean | null | undefined;
  /** Filter by the object’s `businessId` field. */
  businessId?: UuidFilter | null | undefined;
  /** Filter by the object’s `channel` field. */
  channel?: ChannelFilter | null | undefined;
  /** Filter by the object’s `contact` relation. */
  contact?: ContactFilter | null | undefined;
  /** A related `contact` exists. */
  contactExists?: boolean | null | undefined;
  /** Filter by the object’s `contactId` field. */
  contactId?: UuidFilter | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `lastMessageAt` field. */
  lastMessageAt?: DatetimeFilter | null | undefined;
  /** Negates the expression. */
  not?: ConversationFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<ConversationFilter> | null | undefined;
  /** Filter by the object’s `status` field. */
  status?: ConversationStatusFilter | null | undefined;
  /** Filter by the object’s `unreadCount` field. */
  unreadCount?: IntFilter | null | undefined;
};

/** Methods to use when ordering `Conversation`. */
export type ConversationOrderBy =
  /** By `createdAt`, ascending. */
  | 'CREATED_AT_ASC'
  /** By `createdAt`, descending. */
  | 'CREATED_AT_DESC'
  /** By `id`, ascending. */
  | 'ID_ASC'
  /** By `id`, descending. */
  | 'ID_DESC'
  /** By `lastMessageAt`, ascending. */
  | 'LAST_MESSAGE_AT_ASC'
  /** By `lastMessageAt`, descending. */
  | 'LAST_MESSAGE_AT_DESC'
  /** In the order that the collection has when none is given. */
  | 'NATURAL'
  /** By what identifies a row, ascending. */
  | 'PRIMARY_KEY_ASC'
  /** By what identifies a row, descending. */
  | 'PRIMARY_KEY_DESC'
  /** By `unreadCount`, ascending. */
  | 'UNREAD_COUNT_ASC'
  /** By `unreadCount`, descending. */
  | 'UNREAD_COUNT_DESC';

/** Represents an update to a `Conversation`. Fields that are set will be updated. */
export type ConversationPatch = {
  /** The member who answers. Whoever begins it, unless another is named; a contact who begins it gets the one who looks after the contact. */
  assignedToId?: string | null | undefined;
  /** The business that the conversation belongs to; of the whole organization when empty. */
  businessId?: string | null | undefined;
  /** The contact; empty while nobody knows who writes, such as in a website’s chat. */
  contactId?: string | null | undefined;
  /** Where it stands. A message of the contact makes it active. */
  status?: ConversationStatus | null | undefined;
  /** What it is about. */
  subject?: string | null | undefined;
};

/** Where a conversation stands. */
export type ConversationStatus =
  /** Waits for the organization, or goes on. */
  | 'ACTIVE'
  /** Is over and put away. */
  | 'ARCHIVED'
  /** Is over. A message of the contact that belongs to it opens it again. */
  | 'CLOSED'
  /** Waits for the contact. */
  | 'PENDING';

/** A filter to be used against ConversationStatus fields. All fields are combined with a logical ‘and.’ */
export type ConversationStatusFilter = {
  /** Equal to the specified value. */
  equalTo?: ConversationStatus | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: ConversationStatus | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: ConversationStatus | null | undefined;
  /** Included in the specified list. */
  in?: Array<ConversationStatus> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: ConversationStatus | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: ConversationStatus | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: ConversationStatus | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<ConversationStatus> | null | undefined;
};

/** All input for the `convertLead` mutation. */
export type ConvertLeadInput = {
  /**
   * An arbitrary string value with no semantic meaning. Will be included in the
   * payload verbatim. May be used to track mutations by the client.
   */
  clientMutationId?: string | null | undefined;
  /** The id of the company that the lead works for; the lead’s unless given. */
  companyId?: string | null | undefined;
  /** The company’s name, for a lead without a company: the one of exactly this name, else a new one. */
  companyName?: string | null | undefined;
  /** The id of the contact that the lead is. Unless given it is the lead’s, else the one with the lead’s e-mail address (or into whom that one was merged), else a new one. */
  contactId?: string | null | undefined;
  /** The deal’s currency (ISO 4217); the organization’s unless given. */
  currency?: string | null | undefined;
  /** What the deal is about; the company’s or contact’s name unless given. */
  dealTitle?: string | null | undefined;
  /** The day on which the deal is expected to be decided. */
  expectedCloseOn?: string | null | undefined;
  /** The id of the lead. */
  leadId?: string | null | undefined;
  /** The id of the deal’s pipeline; the stage’s or the default one unless given. */
  pipelineId?: string | null | undefined;
  /** The id of the stage at which the deal begins; the pipeline’s first one unless given. */
  stageId?: string | null | undefined;
  /** What the deal is worth, in hundredths of its currency; nothing unless given. */
  valueCents?: string | number | null | undefined;
  /** Whether no deal is to be added. */
  withoutDeal?: boolean | null | undefined;
};

/** All input for the `createProposalFromDeal` mutation. */
export type CreateProposalFromDealInput = {
  /**
   * An arbitrary string value with no semantic meaning. Will be included in the
   * payload verbatim. May be used to track mutations by the client.
   */
  clientMutationId?: string | null | undefined;
  /** The id of the deal. */
  dealId?: string | null | undefined;
  /** What the contact reads before the items. */
  introduction?: string | null | undefined;
  /** The tax on the deal’s value in hundredths of a percent: 1900 is 19 %. */
  taxBasisPoints?: number | null | undefined;
  /** What is proposed; the deal’s title unless given. */
  title?: string | null | undefined;
  /** The last day on which the contact can accept; without end unless given. */
  validUntil?: string | null | undefined;
};

/** A filter to be used against `CustomFieldDefinition` object types. All fields are combined with a logical ‘and.’ */
export type CustomFieldDefinitionFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<CustomFieldDefinitionFilter> | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `entity` field. */
  entity?: CustomFieldEntityFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Negates the expression. */
  not?: CustomFieldDefinitionFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<CustomFieldDefinitionFilter> | null | undefined;
  /** Filter by the object’s `position` field. */
  position?: IntFilter | null | undefined;
};

/** An input for mutations affecting `CustomFieldDefinition` */
export type CustomFieldDefinitionInput = {
  /** What has the field. */
  entity: CustomFieldEntity;
  /** The name of the value in customFields; unique for the entity, and not changed afterwards. */
  fieldName: string;
  /** What values the field takes; not changed afterwards. */
  fieldType?: CustomFieldType | null | undefined;
  /** Whether the field is internal to staff: contacts don’t see it in the client portal. */
  isInternal?: boolean | null | undefined;
  /** Whether new rows, and those whose customFields are changed, must have a value. */
  isRequired?: boolean | null | undefined;
  /** What people call the field. */
  label: string;
  /** What can be selected; of fields to select from only. */
  options?: Array<string | null | undefined> | null | undefined;
  /** The field’s place among the others. */
  position?: number | null | undefined;
};

/** Methods to use when ordering `CustomFieldDefinition`. */
export type CustomFieldDefinitionOrderBy =
  /** By `createdAt`, ascending. */
  | 'CREATED_AT_ASC'
  /** By `createdAt`, descending. */
  | 'CREATED_AT_DESC'
  /** By `id`, ascending. */
  | 'ID_ASC'
  /** By `id`, descending. */
  | 'ID_DESC'
  /** In the order that the collection has when none is given. */
  | 'NATURAL'
  /** By `position`, ascending. */
  | 'POSITION_ASC'
  /** By `position`, descending. */
  | 'POSITION_DESC'
  /** By what identifies a row, ascending. */
  | 'PRIMARY_KEY_ASC'
  /** By what identifies a row, descending. */
  | 'PRIMARY_KEY_DESC';

/** Represents an update to a `CustomFieldDefinition`. Fields that are set will be updated. */
export type CustomFieldDefinitionPatch = {
  /** Whether the field is internal to staff: contacts don’t see it in the client portal. */
  isInternal?: boolean | null | undefined;
  /** Whether new rows, and those whose customFields are changed, must have a value. */
  isRequired?: boolean | null | undefined;
  /** What people call the field. */
  label?: string | null | undefined;
  /** What can be selected; of fields to select from only. */
  options?: Array<string | null | undefined> | null | undefined;
  /** The field’s place among the others. */
  position?: number | null | undefined;
};

/** What an organization can add fields to. */
export type CustomFieldEntity =
  /** Companies. */
  | 'COMPANY'
  /** Contacts. */
  | 'CONTACT'
  /** Deals. */
  | 'DEAL'
  /** Leads. */
  | 'LEAD'
  /** Tickets. */
  | 'TICKET';

/** A filter to be used against CustomFieldEntity fields. All fields are combined with a logical ‘and.’ */
export type CustomFieldEntityFilter = {
  /** Equal to the specified value. */
  equalTo?: CustomFieldEntity | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: CustomFieldEntity | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: CustomFieldEntity | null | undefined;
  /** Included in the specified list. */
  in?: Array<CustomFieldEntity> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: CustomFieldEntity | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: CustomFieldEntity | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: CustomFieldEntity | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<CustomFieldEntity> | null | undefined;
};

/** What values a field takes. */
export type CustomFieldType =
  /** Yes or no. */
  | 'BOOLEAN'
  /** A day, written as 2030-12-31. */
  | 'DATE'
  /** A list of some of the options. */
  | 'MULTISELECT'
  /** A number. */
  | 'NUMBER'
  /** One of the options. */
  | 'SELECT'
  /** Any text. */
  | 'TEXT';

/** A filter to be used against `DataRequest` object types. All fields are combined with a logical ‘and.’ */
export type DataRequestFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<DataRequestFilter> | null | undefined;
  /** Filter by the object’s `contact` relation. */
  contact?: ContactFilter | null | undefined;
  /** A related `contact` exists. */
  contactExists?: boolean | null | undefined;
  /** Filter by the object’s `contactId` field. */
  contactId?: UuidFilter | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `kind` field. */
  kind?: DataRequestKindFilter | null | undefined;
  /** Negates the expression. */
  not?: DataRequestFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<DataRequestFilter> | null | undefined;
  /** Filter by the object’s `requestedBy` relation. */
  requestedBy?: MembershipFilter | null | undefined;
  /** A related `requestedBy` exists. */
  requestedByExists?: boolean | null | undefined;
  /** Filter by the object’s `requestedById` field. */
  requestedById?: UuidFilter | null | undefined;
  /** Filter by the object’s `status` field. */
  status?: DataRequestStatusFilter | null | undefined;
};

/** An input for mutations affecting `DataRequest` */
export type DataRequestInput = {
  /** Whose data it is; empty once the contact is erased. */
  contactId?: string | null | undefined;
  /** What is to be done. */
  kind: DataRequestKind;
};

/** What can be asked for about personal data. */
export type DataRequestKind =
  /** Remove the contact and every trace of the person. */
  | 'ERASURE'
  /** Hand out everything that is known about the contact. */
  | 'EXPORT';

/** A filter to be used against DataRequestKind fields. All fields are combined with a logical ‘and.’ */
export type DataRequestKindFilter = {
  /** Equal to the specified value. */
  equalTo?: DataRequestKind | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: DataRequestKind | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: DataRequestKind | null | undefined;
  /** Included in the specified list. */
  in?: Array<DataRequestKind> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: DataRequestKind | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: DataRequestKind | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: DataRequestKind | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<DataRequestKind> | null | undefined;
};

/** Methods to use when ordering `DataRequest`. */
export type DataRequestOrderBy =
  /** By `createdAt`, ascending. */
  | 'CREATED_AT_ASC'
  /** By `createdAt`, descending. */
  | 'CREATED_AT_DESC'
  /** By `id`, ascending. */
  | 'ID_ASC'
  /** By `id`, descending. */
  | 'ID_DESC'
  /** In the order that the collection has when none is given. */
  | 'NATURAL'
  /** By what identifies a row, ascending. */
  | 'PRIMARY_KEY_ASC'
  /** By what identifies a row, descending. */
  | 'PRIMARY_KEY_DESC';

/** Where a request about personal data stands. */
export type DataRequestStatus =
  /** Done. */
  | 'COMPLETED'
  /** Given up; the error says why. */
  | 'FAILED'
  /** Waiting to be worked on. */
  | 'PENDING'
  /** Being worked on. */
  | 'RUNNING';

/** A filter to be used against DataRequestStatus fields. All fields are combined with a logical ‘and.’ */
export type DataRequestStatusFilter = {
  /** Equal to the specified value. */
  equalTo?: DataRequestStatus | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: DataRequestStatus | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: DataRequestStatus | null | undefined;
  /** Included in the specified list. */
  in?: Array<DataRequestStatus> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: DataRequestStatus | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: DataRequestStatus | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: DataRequestStatus | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<DataRequestStatus> | null | undefined;
};

/** A filter to be used against Date fields. All fields are combined with a logical ‘and.’ */
export type DateFilter = {
  /** Equal to the specified value. */
  equalTo?: string | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: string | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: string | null | undefined;
  /** Included in the specified list. */
  in?: Array<string> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: string | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: string | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: string | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<string> | null | undefined;
};

/** A filter to be used against Datetime fields. All fields are combined with a logical ‘and.’ */
export type DatetimeFilter = {
  /** Equal to the specified value. */
  equalTo?: string | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: string | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: string | null | undefined;
  /** Included in the specified list. */
  in?: Array<string> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: string | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: string | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: string | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<string> | null | undefined;
};

/** A filter to be used against `Deal` object types. All fields are combined with a logical ‘and.’ */
export type DealFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<DealFilter> | null | undefined;
  /** Filter by the object’s `business` relation. */
  business?: BusinessFilter | null | undefined;
  /** A related `business` exists. */
  businessExists?: boolean | null | undefined;
  /** Filter by the object’s `businessId` field. */
  businessId?: UuidFilter | null | undefined;
  /** Filter by the object’s `closedAt` field. */
  closedAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `company` relation. */
  company?: CompanyFilter | null | undefined;
  /** A related `company` exists. */
  companyExists?: boolean | null | undefined;
  /** Filter by the object’s `companyId` field. */
  companyId?: UuidFilter | null | undefined;
  /** Filter by the object’s `contact` relation. */
  contact?: ContactFilter | null | undefined;
  /** A related `contact` exists. */
  contactExists?: boolean | null | undefined;
  /** Filter by the object’s `contactId` field. */
  contactId?: UuidFilter | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `expectedCloseOn` field. */
  expectedCloseOn?: DateFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `lead` relation. */
  lead?: LeadFilter | null | undefined;
  /** A related `lead` exists. */
  leadExists?: boolean | null | undefined;
  /** Filter by the object’s `leadId` field. */
  leadId?: UuidFilter | null | undefined;
  /** Negates the expression. */
  not?: DealFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<DealFilter> | null | undefined;
  /** Filter by the object’s `owner` relation. */
  owner?: MembershipFilter | null | undefined;
  /** A related `owner` exists. */
  ownerExists?: boolean | null | undefined;
  /** Filter by the object’s `ownerId` field. */
  ownerId?: UuidFilter | null | undefined;
  /** Filter by the object’s `pipeline` relation. */
  pipeline?: PipelineFilter | null | undefined;
  /** Filter by the object’s `pipelineId` field. */
  pipelineId?: UuidFilter | null | undefined;
  /** Filter by the object’s `stage` relation. */
  stage?: PipelineStageFilter | null | undefined;
  /** Filter by the object’s `stageId` field. */
  stageId?: UuidFilter | null | undefined;
  /** Filter by the object’s `valueCents` field. */
  valueCents?: BigIntFilter | null | undefined;
  /** Filter by the object’s `weightedValueCents` field. */
  weightedValueCents?: BigIntFilter | null | undefined;
};

/** An input for mutations affecting `Deal` */
export type DealInput = {
  /** The business that the deal belongs to; of the whole organization when empty. */
  businessId?: string | null | undefined;
  /** The company that may buy. */
  companyId?: string | null | undefined;
  /** The contact who may buy. */
  contactId?: string | null | undefined;
  /** The currency (ISO 4217); the organization’s unless another is named. */
  currency?: string | null | undefined;
  /** Values of the organization’s own fields, an object. */
  customFields?: JsonValue | null | undefined;
  /** The day on which the deal is expected to be decided. */
  expectedCloseOn?: string | null | undefined;
  /** The lead that the deal came from. */
  leadId?: string | null | undefined;
  /** Why the deal was lost. */
  lostReason?: string | null | undefined;
  /** The member who works on the deal; whoever adds it unless another is named. */
  ownerId?: string | null | undefined;
  /** The pipeline; the stage’s, or the default one. */
  pipelineId?: string | null | undefined;
  /** How likely the deal is to be won, in per cent; the stage’s unless another is given. */
  probability?: number | null | undefined;
  /** Where the deal stands; the pipeline’s first stage unless another is named. Moving a deal is changing its stage. */
  stageId?: string | null | undefined;
  /** Free labels. */
  tags?: Array<string | null | undefined> | null | undefined;
  /** What the deal is about. */
  title: string;
  /** What the deal is worth, in hundredths of the currency’s unit. */
  valueCents?: string | number | null | undefined;
};

/** Methods to use when ordering `Deal`. */
export type DealOrderBy =
  /** By `closedAt`, ascending. */
  | 'CLOSED_AT_ASC'
  /** By `closedAt`, descending. */
  | 'CLOSED_AT_DESC'
  /** By `createdAt`, ascending. */
  | 'CREATED_AT_ASC'
  /** By `createdAt`, descending. */
  | 'CREATED_AT_DESC'
  /** By `expectedCloseOn`, ascending. */
  | 'EXPECTED_CLOSE_ON_ASC'
  /** By `expectedCloseOn`, descending. */
  | 'EXPECTED_CLOSE_ON_DESC'
  /** By `id`, ascending. */
  | 'ID_ASC'
  /** By `id`, descending. */
  | 'ID_DESC'
  /** In the order that the collection has when none is given. */
  | 'NATURAL'
  /** By what identifies a row, ascending. */
  | 'PRIMARY_KEY_ASC'
  /** By what identifies a row, descending. */
  | 'PRIMARY_KEY_DESC'
  /** By `valueCents`, ascending. */
  | 'VALUE_CENTS_ASC'
  /** By `valueCents`, descending. */
  | 'VALUE_CENTS_DESC'
  /** By `weightedValueCents`, ascending. */
  | 'WEIGHTED_VALUE_CENTS_ASC'
  /** By `weightedValueCents`, descending. */
  | 'WEIGHTED_VALUE_CENTS_DESC';

/** Represents an update to a `Deal`. Fields that are set will be updated. */
export type DealPatch = {
  /** The business that the deal belongs to; of the whole organization when empty. */
  businessId?: string | null | undefined;
  /** The company that may buy. */
  companyId?: string | null | undefined;
  /** The contact who may buy. */
  contactId?: string | null | undefined;
  /** The currency (ISO 4217); the organization’s unless another is named. */
  currency?: string | null | undefined;
  /** Values of the organization’s own fields, an object. */
  customFields?: JsonValue | null | undefined;
  /** The day on which the deal is expected to be decided. */
  expectedCloseOn?: string | null | undefined;
  /** The lead that the deal came from. */
  leadId?: string | null | undefined;
  /** Why the deal was lost. */
  lostReason?: string | null | undefined;
  /** The member who works on the deal; whoever adds it unless another is named. */
  ownerId?: string | null | undefined;
  /** The pipeline; the stage’s, or the default one. */
  pipelineId?: string | null | undefined;
  /** How likely the deal is to be won, in per cent; the stage’s unless another is given. */
  probability?: number | null | undefined;
  /** Where the deal stands; the pipeline’s first stage unless another is named. Moving a deal is changing its stage. */
  stageId?: string | null | undefined;
  /** Free labels. */
  tags?: Array<string | null | undefined> | null | undefined;
  /** What the deal is about. */
  title?: string | null | undefined;
  /** What the deal is worth, in hundredths of the currency’s unit. */
  valueCents?: string | number | null | undefined;
};

/** Which way something went. */
export type Direction =
  /** From the contact to the organization. */
  | 'INBOUND'
  /** From the organization to the contact. */
  | 'OUTBOUND';

/** An input for mutations affecting `EmailAccount` */
export type EmailAccountInput = {
  /** The mailbox’s address, kept in lower case; unique within the organization. */
  emailAddress: string;
  /** Where and how mail is fetched, an object. Passwords don’t belong here: they have an operation of their own. A change removes the password that was set for it. */
  imapSettings?: JsonValue | null | undefined;
  /** Whether mail is fetched and sent. */
  isActive?: boolean | null | undefined;
  /** Where and how mail is sent, an object. Passwords don’t belong here: they have an operation of their own. A change removes the password that was set for it. */
  smtpSettings?: JsonValue | null | undefined;
};

/** What can happen that webhooks report and workflows react to. */
export type EventType =
  /** An appointment was booked. */
  | 'APPOINTMENT_BOOKED'
  /** An appointment was canceled. */
  | 'APPOINTMENT_CANCELED'
  /** An appointment took place. */
  | 'APPOINTMENT_COMPLETED'
  /** A call ended. */
  | 'CALL_COMPLETED'
  /** A contact was added. */
  | 'CONTACT_CREATED'
  /** A deal was added. */
  | 'DEAL_CREATED'
  /** A deal moved to another stage. */
  | 'DEAL_STAGE_CHANGED'
  /** Somebody sent a form. */
  | 'FORM_SUBMITTED'
  /** A lead was added. */
  | 'LEAD_CREATED'
  /** A lead’s status changed. */
  | 'LEAD_STATUS_CHANGED'
  /** A message came in. */
  | 'MESSAGE_RECEIVED'
  /** Somebody wrote a review. */
  | 'REVIEW_RECEIVED'
  /** A ticket was opened. */
  | 'TICKET_CREATED'
  /** A ticket’s status changed. */
  | 'TICKET_STATUS_CHANGED';

/** A filter to be used against EventType fields. All fields are combined with a logical ‘and.’ */
export type EventTypeFilter = {
  /** Equal to the specified value. */
  equalTo?: EventType | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: EventType | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: EventType | null | undefined;
  /** Included in the specified list. */
  in?: Array<EventType> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: EventType | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: EventType | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: EventType | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<EventType> | null | undefined;
};

/** An input for mutations affecting `Form` */
export type FormInput = {
  /** What the form is for. */
  description?: string | null | undefined;
  /** What is known of the form elsewhere, an object. */
  externalData?: JsonValue | null | undefined;
  /** The form’s id elsewhere, such as on Facebook; unique within the organization. */
  externalId?: string | null | undefined;
  /** What is asked, a list of up to 100 objects with name, label, type (text, textarea, email, phone, number, date, url, select, radio, multiselect, checkbox or hidden), required, options (of select, radio and multiselect: a list of texts), minLength and maxLength. */
  fields?: JsonValue | null | undefined;
  /** Whether the form can be sent. */
  isActive?: boolean | null | undefined;
  /** Labels that whoever sends the form gets as a lead. */
  leadTags?: Array<string | null | undefined> | null | undefined;
  /** The form’s name. */
  name: string;
  /** How the form behaves, an object: submitButton, successMessage and redirectUrl. */
  settings?: JsonValue | null | undefined;
  /** How the form looks, an object. */
  styles?: JsonValue | null | undefined;
  /** Where the form is shown. */
  type?: FormType | null | undefined;
};

/** Represents an update to a `Form`. Fields that are set will be updated. */
export type FormPatch = {
  /** What the form is for. */
  description?: string | null | undefined;
  /** What is known of the form elsewhere, an object. */
  externalData?: JsonValue | null | undefined;
  /** The form’s id elsewhere, such as on Facebook; unique within the organization. */
  externalId?: string | null | undefined;
  /** What is asked, a list of up to 100 objects with name, label, type (text, textarea, email, phone, number, date, url, select, radio, multiselect, checkbox or hidden), required, options (of select, radio and multiselect: a list of texts), minLength and maxLength. */
  fields?: JsonValue | null | undefined;
  /** Whether the form can be sent. */
  isActive?: boolean | null | undefined;
  /** Labels that whoever sends the form gets as a lead. */
  leadTags?: Array<string | null | undefined> | null | undefined;
  /** The form’s name. */
  name?: string | null | undefined;
  /** How the form behaves, an object: submitButton, successMessage and redirectUrl. */
  settings?: JsonValue | null | undefined;
  /** How the form looks, an object. */
  styles?: JsonValue | null | undefined;
  /** Where the form is shown. */
  type?: FormType | null | undefined;
};

/** An input for mutations affecting `FormSubmission` */
export type FormSubmissionInput = {
  /** What was filled in, an object by the names of the form’s fields. Fields left blank are left out. */
  data?: JsonValue | null | undefined;
  /** The form. */
  formId: string;
  /** The page on which the form was sent. */
  sourceUrl?: string | null | undefined;
  /** The campaign that brought the visitor (utm_campaign). */
  utmCampaign?: string | null | undefined;
  /** By what the visitor came, such as an advertisement (utm_medium). */
  utmMedium?: string | null | undefined;
  /** Where the visitor came from, such as a search engine (utm_source). */
  utmSource?: string | null | undefined;
};

/** Where a form is shown. */
export type FormType =
  /** Is a part of a page. */
  | 'EMBED'
  /** Is a lead form on Facebook. */
  | 'FACEBOOK'
  /** Opens above a page. */
  | 'POPUP'
  /** Is a page of its own. */
  | 'STANDALONE';

/** Whether a collection gives archived rows. */
export type IncludeArchived =
  /** Archived rows are left out. */
  | 'NO'
  /** Only archived rows are given. */
  | 'ONLY'
  /** Archived rows are among the others. */
  | 'YES';

/** A filter to be used against Int fields. All fields are combined with a logical ‘and.’ */
export type IntFilter = {
  /** Equal to the specified value. */
  equalTo?: number | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: number | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: number | null | undefined;
  /** Included in the specified list. */
  in?: Array<number> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: number | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: number | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: number | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<number> | null | undefined;
};

/** An input for mutations affecting `LeadEnrichment` */
export type LeadEnrichmentInput = {
  /** How sure the provider was, from 0 to 1. */
  confidence?: number | null | undefined;
  /** The answer, an object. */
  data?: JsonValue | null | undefined;
  /** When the provider was asked. */
  fetchedAt?: string | null | undefined;
  /** The lead. */
  leadId: string;
  /** Who was asked. */
  provider: string;
};

/** A filter to be used against `Lead` object types. All fields are combined with a logical ‘and.’ */
export type LeadFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<LeadFilter> | null | undefined;
  /** Filter by the object’s `assignedTo` relation. */
  assignedTo?: MembershipFilter | null | undefined;
  /** A related `assignedTo` exists. */
  assignedToExists?: boolean | null | undefined;
  /** Filter by the object’s `assignedToId` field. */
  assignedToId?: UuidFilter | null | undefined;
  /** Filter by the object’s `business` relation. */
  business?: BusinessFilter | null | undefined;
  /** A related `business` exists. */
  businessExists?: boolean | null | undefined;
  /** Filter by the object’s `businessId` field. */
  businessId?: UuidFilter | null | undefined;
  /** Filter by the object’s `company` relation. */
  company?: CompanyFilter | null | undefined;
  /** A related `company` exists. */
  companyExists?: boolean | null | undefined;
  /** Filter by the object’s `companyId` field. */
  companyId?: UuidFilter | null | undefined;
  /** Filter by the object’s `contact` relation. */
  contact?: ContactFilter | null | undefined;
  /** A related `contact` exists. */
  contactExists?: boolean | null | undefined;
  /** Filter by the object’s `contactId` field. */
  contactId?: UuidFilter | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `email` field. */
  email?: StringFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `lastContactedAt` field. */
  lastContactedAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `leadScore` field. */
  leadScore?: IntFilter | null | undefined;
  /** Filter by the object’s `name` field. */
  name?: StringFilter | null | undefined;
  /** Negates the expression. */
  not?: LeadFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<LeadFilter> | null | undefined;
  /** Filter by the object’s `phone` field. */
  phone?: StringFilter | null | undefined;
  /** Filter by the object’s `scoringVersion` field. */
  scoringVersion?: StringFilter | null | undefined;
  /** Filter by the object’s `source` field. */
  source?: StringFilter | null | undefined;
  /** Filter by the object’s `status` field. */
  status?: LeadStatusFilter | null | undefined;
};

/** An input for mutations affecting `Lead` */
export type LeadInput = {
  /** How likely a model takes the lead to buy, from 0 to 1, as whoever asked the model wrote it. */
  aiScore?: number | null | undefined;
  /** The member who looks after the lead; whoever adds it unless another is named. */
  assignedToId?: string | null | undefined;
  /** The business that the lead belongs to; of the whole organization when empty. */
  businessId?: string | null | undefined;
  /** The company that the lead works for. */
  companyId?: string | null | undefined;
  /** The contact that the lead is, or has become. A converted lead has one. */
  contactId?: string | null | undefined;
  /** Values of the organization’s own fields, an object. */
  customFields?: JsonValue | null | undefined;
  /** E-mail address, kept in lower case. Several leads may have the same. */
  email?: string | null | undefined;
  /** Given name. */
  firstName?: string | null | undefined;
  /** Family name. */
  lastName?: string | null | undefined;
  /** How promising the lead is, from 0 to 100: by the organization’s rules, with their reasons in scoreReasons, or as written where it has none. */
  leadScore?: number | null | undefined;
  /** Why nothing came of the lead; forgotten when it isn’t lost. */
  lostReason?: string | null | undefined;
  /** What members should know about the lead. */
  notes?: string | null | undefined;
  /** Phone number in E.164 form, such as +442079460000. Other ways of writing are converted. */
  phone?: string | null | undefined;
  /** Where the lead came from, such as website. */
  source?: string | null | undefined;
  /** More about where the lead came from, such as the page, an object. */
  sourceDetails?: JsonValue | null | undefined;
  /** How far the organization has come with the lead. */
  status?: LeadStatus | null | undefined;
  /** Free labels. */
  tags?: Array<string | null | undefined> | null | undefined;
  /** The campaign that sent the lead there. */
  utmCampaign?: string | null | undefined;
  /** How the lead was sent there, such as an advertisement. */
  utmMedium?: string | null | undefined;
  /** Who sent the lead to the website, such as a search engine. */
  utmSource?: string | null | undefined;
};

/** Methods to use when ordering `Lead`. */
export type LeadOrderBy =
  /** By `createdAt`, ascending. */
  | 'CREATED_AT_ASC'
  /** By `createdAt`, descending. */
  | 'CREATED_AT_DESC'
  /** By `id`, ascending. */
  | 'ID_ASC'
  /** By `id`, descending. */
  | 'ID_DESC'
  /** By `lastContactedAt`, ascending. */
  | 'LAST_CONTACTED_AT_ASC'
  /** By `lastContactedAt`, descending. */
  | 'LAST_CONTACTED_AT_DESC'
  /** By `leadScore`, ascending. */
  | 'LEAD_SCORE_ASC'
  /** By `leadScore`, descending. */
  | 'LEAD_SCORE_DESC'
  /** By `name`, ascending. */
  | 'NAME_ASC'
  /** By `name`, descending. */
  | 'NAME_DESC'
  /** In the order that the collection has when none is given. */
  | 'NATURAL'
  /** By what identifies a row, ascending. */
  | 'PRIMARY_KEY_ASC'
  /** By what identifies a row, descending. */
  | 'PRIMARY_KEY_DESC'
  /** By `scoringVersion`, ascending. */
  | 'SCORING_VERSION_ASC'
  /** By `scoringVersion`, descending. */
  | 'SCORING_VERSION_DESC';

/** Represents an update to a `Lead`. Fields that are set will be updated. */
export type LeadPatch = {
  /** How likely a model takes the lead to buy, from 0 to 1, as whoever asked the model wrote it. */
  aiScore?: number | null | undefined;
  /** The member who looks after the lead; whoever adds it unless another is named. */
  assignedToId?: string | null | undefined;
  /** The business that the lead belongs to; of the whole organization when empty. */
  businessId?: string | null | undefined;
  /** The company that the lead works for. */
  companyId?: string | null | undefined;
  /** The contact that the lead is, or has become. A converted lead has one. */
  contactId?: string | null | undefined;
  /** Values of the organization’s own fields, an object. */
  customFields?: JsonValue | null | undefined;
  /** E-mail address, kept in lower case. Several leads may have the same. */
  email?: string | null | undefined;
  /** Given name. */
  firstName?: string | null | undefined;
  /** Family name. */
  lastName?: string | null | undefined;
  /** How promising the lead is, from 0 to 100: by the organization’s rules, with their reasons in scoreReasons, or as written where it has none. */
  leadScore?: number | null | undefined;
  /** Why nothing came of the lead; forgotten when it isn’t lost. */
  lostReason?: string | null | undefined;
  /** What members should know about the lead. */
  notes?: string | null | undefined;
  /** Phone number in E.164 form, such as +442079460000. Other ways of writing are converted. */
  phone?: string | null | undefined;
  /** Where the lead came from, such as website. */
  source?: string | null | undefined;
  /** More about where the lead came from, such as the page, an object. */
  sourceDetails?: JsonValue | null | undefined;
  /** How far the organization has come with the lead. */
  status?: LeadStatus | null | undefined;
  /** Free labels. */
  tags?: Array<string | null | undefined> | null | undefined;
  /** The campaign that sent the lead there. */
  utmCampaign?: string | null | undefined;
  /** How the lead was sent there, such as an advertisement. */
  utmMedium?: string | null | undefined;
  /** Who sent the lead to the website, such as a search engine. */
  utmSource?: string | null | undefined;
};

/** What of a lead a scoring rule looks at. */
export type LeadScoringField =
  /** How likely a model takes the lead to buy, from 0 to 1. */
  | 'AI_SCORE'
  /** The company that the lead works for, by its id. */
  | 'COMPANY'
  /** One of the organization’s own fields, which the key names. */
  | 'CUSTOM_FIELD'
  /** The e-mail address. */
  | 'EMAIL'
  /** What a provider of data knew last, under the key. */
  | 'ENRICHMENT'
  /** When the lead was last reached. */
  | 'LAST_CONTACTED_AT'
  /** The phone number. */
  | 'PHONE'
  /** Where the lead came from. */
  | 'SOURCE'
  /** How far the organization has come with the lead. */
  | 'STATUS'
  /** Any of the labels. */
  | 'TAGS'
  /** The campaign that sent the lead there. */
  | 'UTM_CAMPAIGN'
  /** How the lead was sent there. */
  | 'UTM_MEDIUM'
  /** Who sent the lead to the website. */
  | 'UTM_SOURCE';

/** How a scoring rule looks at it. */
export type LeadScoringOperator =
  /** The value is a number that is not below this one. */
  | 'AT_LEAST'
  /** The value is a number that is not above this one. */
  | 'AT_MOST'
  /** The value has this text in it, in upper or lower case. */
  | 'CONTAINS'
  /** The value is this one, in upper or lower case. */
  | 'EQUALS'
  /** There is a value. */
  | 'IS_KNOWN'
  /** There is no value. */
  | 'IS_UNKNOWN';

/** An input for mutations affecting `LeadScoringRule` */
export type LeadScoringRuleInput = {
  /** What of the lead the rule looks at. */
  field: LeadScoringField;
  /** Whether leads are scored by the rule. */
  isActive?: boolean | null | undefined;
  /** The name of the own field, or the key in a provider’s answer, that the rule looks at; empty with all other fields. */
  key?: string | null | undefined;
  /** What the rule is about, for people who read why a lead has its score. */
  name: string;
  /** How it is looked at. Of several values, as tags are, one is enough. */
  operator?: LeadScoringOperator | null | undefined;
  /** What a lead that is like this gets, from -100 to 100. */
  points: number;
  /** The rule’s place among the others. */
  position?: number | null | undefined;
  /** What it is compared with; empty where it is only looked whether there is a value. */
  value?: string | null | undefined;
};

/** Represents an update to a `LeadScoringRule`. Fields that are set will be updated. */
export type LeadScoringRulePatch = {
  /** What of the lead the rule looks at. */
  field?: LeadScoringField | null | undefined;
  /** Whether leads are scored by the rule. */
  isActive?: boolean | null | undefined;
  /** The name of the own field, or the key in a provider’s answer, that the rule looks at; empty with all other fields. */
  key?: string | null | undefined;
  /** What the rule is about, for people who read why a lead has its score. */
  name?: string | null | undefined;
  /** How it is looked at. Of several values, as tags are, one is enough. */
  operator?: LeadScoringOperator | null | undefined;
  /** What a lead that is like this gets, from -100 to 100. */
  points?: number | null | undefined;
  /** The rule’s place among the others. */
  position?: number | null | undefined;
  /** What it is compared with; empty where it is only looked whether there is a value. */
  value?: string | null | undefined;
};

/** How far the organization has come with a lead. */
export type LeadStatus =
  /** Somebody has talked to the lead. */
  | 'CONTACTED'
  /** The lead has become a contact. */
  | 'CONVERTED'
  /** Nothing came of it. */
  | 'LOST'
  /** Nobody has talked to the lead yet. */
  | 'NEW'
  /** The lead is worth an offer. */
  | 'QUALIFIED';

/** A filter to be used against LeadStatus fields. All fields are combined with a logical ‘and.’ */
export type LeadStatusFilter = {
  /** Equal to the specified value. */
  equalTo?: LeadStatus | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: LeadStatus | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: LeadStatus | null | undefined;
  /** Included in the specified list. */
  in?: Array<LeadStatus> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: LeadStatus | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: LeadStatus | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: LeadStatus | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<LeadStatus> | null | undefined;
};

/** What has happened to a row. */
export type LiveEvent =
  /** It was added, or is seen for the first time. */
  | 'CREATED'
  /** It is gone, or out of the subscriber’s sight. */
  | 'DELETED'
  /** Changes went by unseen: read anew whatever was read before. */
  | 'RESYNC'
  /** It begins: what changes from here on is told. Read now what is to be kept up to date. */
  | 'SUBSCRIBED'
  /** It was changed. */
  | 'UPDATED';

/** All input for the `logCall` mutation. */
export type LogCallInput = {
  /**
   * An arbitrary string value with no semantic meaning. Will be included in the
   * payload verbatim. May be used to track mutations by the client.
   */
  clientMutationId?: string | null | undefined;
  /** The id of the contact; found by the number, or created, unless one is named. */
  contactId?: string | null | undefined;
  /** Which way the call went; outbound unless given. */
  direction?: Direction | null | undefined;
  /** How long it took, in seconds; follows from the times unless it is given, and they from it. */
  durationSeconds?: number | null | undefined;
  /** When it was over. */
  endedAt?: string | null | undefined;
  /** The provider’s id, so that nothing is logged twice. */
  externalId?: string | null | undefined;
  /** The id of the lead that it was about. */
  leadId?: string | null | undefined;
  /** What came of it. */
  outcome?: string | null | undefined;
  /** The number on this side, by which the business is found. */
  ownNumber?: string | null | undefined;
  /** The number of the other side; the contact’s or the lead’s unless given. */
  phone?: string | null | undefined;
  /** Where the recording is. */
  recordingUrl?: string | null | undefined;
  /** How it was meant. */
  sentiment?: Sentiment | null | undefined;
  /** When it was answered. */
  startedAt?: string | null | undefined;
  /** How it ended; completed unless given. */
  status?: CallStatus | null | undefined;
  /** What was said, in short. */
  summary?: string | null | undefined;
  /** What was said, word by word. */
  transcript?: string | null | undefined;
};

/** An input for mutations affecting `Macro` */
export type MacroInput = {
  /** What is to be done to the ticket, an object: status (open, pending, solved or closed), priority (low, normal, high or urgent), tags (a list of labels) and assignedToId (a member, or null). What it doesn’t name stays. */
  actions?: JsonValue | null | undefined;
  /** The answer. */
  body?: string | null | undefined;
  /** What the macro is called; unique within the organization. */
  title: string;
};

/** Whether a member takes new work. */
export type MemberAvailability =
  /** Signed in but not taking new work. */
  | 'AWAY'
  /** Not working at the moment. */
  | 'OFFLINE'
  /** Takes new work. */
  | 'ONLINE';

/** A filter to be used against `Membership` object types. All fields are combined with a logical ‘and.’ */
export type MembershipFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<MembershipFilter> | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `defaultBusiness` relation. */
  defaultBusiness?: BusinessFilter | null | undefined;
  /** A related `defaultBusiness` exists. */
  defaultBusinessExists?: boolean | null | undefined;
  /** Filter by the object’s `defaultBusinessId` field. */
  defaultBusinessId?: UuidFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Negates the expression. */
  not?: MembershipFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<MembershipFilter> | null | undefined;
  /** Filter by the object’s `role` relation. */
  role?: RoleFilter | null | undefined;
  /** Filter by the object’s `roleId` field. */
  roleId?: UuidFilter | null | undefined;
  /** Filter by the object’s `user` relation. */
  user?: UserFilter | null | undefined;
  /** Filter by the object’s `userId` field. */
  userId?: UuidFilter | null | undefined;
};

/** Represents an update to a `Membership`. Fields that are set will be updated. */
export type MembershipPatch = {
  /** Whether the member takes new work. */
  availability?: MemberAvailability | null | undefined;
  /** The business that the member’s new rows belong to when none is named. */
  defaultBusinessId?: string | null | undefined;
  /** Whether the membership counts. A member who is switched off is out with the next request. */
  isActive?: boolean | null | undefined;
  /** What the member may do. */
  roleId?: string | null | undefined;
  /** The member’s job title. */
  title?: string | null | undefined;
};

/** An input for mutations affecting `Message` */
export type MessageInput = {
  /** What it says, as plain text. It is written once. */
  body?: string | null | undefined;
  /** The channel; the conversation’s. */
  channel?: Channel | null | undefined;
  /** The contact who wrote it or to whom it is written; found by the address, or created, unless one is named. */
  contactId?: string | null | undefined;
  /** The conversation; the contact’s open one on the channel unless one is named, or a new one. */
  conversationId?: string | null | undefined;
  /** Which way it goes. */
  direction?: Direction | null | undefined;
  /** The provider’s id; unique within the organization and channel, so that nothing is taken in twice. */
  externalId?: string | null | undefined;
  /** Who sent it: an e-mail address in lower case or a phone number in E.164 form. Other ways of writing are converted, such as Jane Doe <jane@example.com>. */
  fromAddress?: string | null | undefined;
  /** What it says, as HTML from whoever wrote it: not to be shown without being cleaned. */
  htmlBody?: string | null | undefined;
  /** The lead that it is about. */
  leadId?: string | null | undefined;
  /** What else the provider tells, an object. */
  metadata?: JsonValue | null | undefined;
  /** How far it has come. It doesn’t go backwards; what failed can be tried again. */
  status?: MessageStatus | null | undefined;
  /** The subject. */
  subject?: string | null | undefined;
  /** The template that it was written with. */
  templateId?: string | null | undefined;
  /** Where it goes, written as the sender’s address is; the contact’s or the lead’s own unless another is given, if whoever adds the message may see them; else where the conversation’s last message came from or went. */
  toAddress?: string | null | undefined;
};

/** Represents an update to a `Message`. Fields that are set will be updated. */
export type MessagePatch = {
  /** Why it failed. */
  errorMessage?: string | null | undefined;
  /** The provider’s id; unique within the organization and channel, so that nothing is taken in twice. */
  externalId?: string | null | undefined;
  /** What else the provider tells, an object. */
  metadata?: JsonValue | null | undefined;
  /** When it was read: by the contact if it goes out, by a member if it comes in. Setting it makes the status read. */
  readAt?: string | null | undefined;
  /** How far it has come. It doesn’t go backwards; what failed can be tried again. */
  status?: MessageStatus | null | undefined;
};

/** How far a message has come. */
export type MessageStatus =
  /** Has arrived. */
  | 'DELIVERED'
  /** Did not arrive. It can be tried again, as pending or queued. */
  | 'FAILED'
  /** Waits to be given to the provider. */
  | 'PENDING'
  /** Waits with the provider. */
  | 'QUEUED'
  /** Has been read. */
  | 'READ'
  /** Is on its way. */
  | 'SENT';

/** A filter to be used against `MessageTemplate` object types. All fields are combined with a logical ‘and.’ */
export type MessageTemplateFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<MessageTemplateFilter> | null | undefined;
  /** Filter by the object’s `category` field. */
  category?: StringFilter | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `isActive` field. */
  isActive?: BooleanFilter | null | undefined;
  /** Filter by the object’s `lastUsedAt` field. */
  lastUsedAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `name` field. */
  name?: StringFilter | null | undefined;
  /** Negates the expression. */
  not?: MessageTemplateFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<MessageTemplateFilter> | null | undefined;
  /** Filter by the object’s `type` field. */
  type?: MessageTemplateTypeFilter | null | undefined;
  /** Filter by the object’s `usageCount` field. */
  usageCount?: IntFilter | null | undefined;
};

/** An input for mutations affecting `MessageTemplate` */
export type MessageTemplateInput = {
  /** The group that it is listed in. */
  category?: string | null | undefined;
  /** The text, with placeholders such as {{first_name}}. */
  content: string;
  /** Whether it is offered. */
  isActive?: boolean | null | undefined;
  /** The template’s name; unique within the organization. */
  name: string;
  /** The subject, with placeholders such as {{first_name}}. */
  subject?: string | null | undefined;
  /** Free labels. */
  tags?: Array<string | null | undefined> | null | undefined;
  /** What it is for. */
  type: MessageTemplateType;
};

/** What a template is for. */
export type MessageTemplateType =
  /** For e-mail. */
  | 'EMAIL'
  /** For text messages. */
  | 'SMS'
  /** For WhatsApp. */
  | 'WHATSAPP';

/** A filter to be used against MessageTemplateType fields. All fields are combined with a logical ‘and.’ */
export type MessageTemplateTypeFilter = {
  /** Equal to the specified value. */
  equalTo?: MessageTemplateType | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: MessageTemplateType | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: MessageTemplateType | null | undefined;
  /** Included in the specified list. */
  in?: Array<MessageTemplateType> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: MessageTemplateType | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: MessageTemplateType | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: MessageTemplateType | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<MessageTemplateType> | null | undefined;
};

/** A filter to be used against `Notification` object types. All fields are combined with a logical ‘and.’ */
export type NotificationFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<NotificationFilter> | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `kind` field. */
  kind?: NotificationKindFilter | null | undefined;
  /** Filter by the object’s `membership` relation. */
  membership?: MembershipFilter | null | undefined;
  /** Filter by the object’s `membershipId` field. */
  membershipId?: UuidFilter | null | undefined;
  /** Negates the expression. */
  not?: NotificationFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<NotificationFilter> | null | undefined;
  /** Filter by the object’s `readAt` field. */
  readAt?: DatetimeFilter | null | undefined;
};

/** What a notification is about. */
export type NotificationKind =
  /** A customer wrote, called, booked or answered. */
  | 'ACTIVITY'
  /** Something was assigned to the member. */
  | 'ASSIGNMENT'
  /** Somebody mentioned the member. */
  | 'MENTION'
  /** Something of the member’s is due. */
  | 'REMINDER'
  /** What the member had started has finished or failed. */
  | 'RESULT'
  /** News of the organization or the product. */
  | 'SYSTEM';

/** A filter to be used against NotificationKind fields. All fields are combined with a logical ‘and.’ */
export type NotificationKindFilter = {
  /** Equal to the specified value. */
  equalTo?: NotificationKind | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: NotificationKind | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: NotificationKind | null | undefined;
  /** Included in the specified list. */
  in?: Array<NotificationKind> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: NotificationKind | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: NotificationKind | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: NotificationKind | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<NotificationKind> | null | undefined;
};

/** Methods to use when ordering `Notification`. */
export type NotificationOrderBy =
  /** By `createdAt`, ascending. */
  | 'CREATED_AT_ASC'
  /** By `createdAt`, descending. */
  | 'CREATED_AT_DESC'
  /** By `id`, ascending. */
  | 'ID_ASC'
  /** By `id`, descending. */
  | 'ID_DESC'
  /** In the order that the collection has when none is given. */
  | 'NATURAL'
  /** By what identifies a row, ascending. */
  | 'PRIMARY_KEY_ASC'
  /** By what identifies a row, descending. */
  | 'PRIMARY_KEY_DESC'
  /** By `readAt`, ascending. */
  | 'READ_AT_ASC'
  /** By `readAt`, descending. */
  | 'READ_AT_DESC';

/** All input for the `openTicket` mutation. */
export type OpenTicketInput = {
  /** The id of the membership of the member who answers. */
  assignedToId?: string | null | undefined;
  /** What the contact asks, the first message of the ticket. */
  body?: string | null | undefined;
  /** The id of the business that the ticket belongs to. */
  businessId?: string | null | undefined;
  /** How it came, such as email or phone; web unless given. */
  channel?: string | null | undefined;
  /**
   * An arbitrary string value with no semantic meaning. Will be included in the
   * payload verbatim. May be used to track mutations by the client.
   */
  clientMutationId?: string | null | undefined;
  /** The id of the contact who asks. Contacts ask for themselves. */
  contactId?: string | null | undefined;
  /** Values of the organization’s own fields, an object. */
  customFields?: JsonValue | null | undefined;
  /** How pressing it is: low, normal, high or urgent; normal unless given. */
  priority?: string | null | undefined;
  /** What it is about. */
  subject?: string | null | undefined;
  /** Free labels. */
  tags?: Array<string | null | undefined> | null | undefined;
  /** The id of the team that answers. */
  teamId?: string | null | undefined;
};

/** Represents an update to a `Organization`. Fields that are set will be updated. */
export type OrganizationPatch = {
  /** The currency of new amounts (ISO 4217), such as EUR. */
  currency?: string | null | undefined;
  /** Language and region, such as en-GB. Phone numbers written without a country are read as the region’s. */
  locale?: string | null | undefined;
  /** The organization’s name as people read it. */
  name?: string | null | undefined;
  /** How well members have to prove who they are: AAL2 is with a second factor. Requests of members who haven’t are refused. */
  requiredAssuranceLevel?: AssuranceLevel | null | undefined;
  /** Free settings of the organization, an object. Its booking, an object too, has the rules for contacts who book appointments in the client portal: minimumNoticeMinutes, how long ahead at least (60 unless given), cancellationNoticeMinutes, until when one is moved or canceled (1440, a day), maximumDaysAhead, how far ahead at most (no limit), and slotMinutes, how far apart offered slots are (15). Its businessHours say when it is open, lists of opens and closes by the day of the week or by a date that differs, such as {"monday": [{"opens": "09:00", "closes": "17:30"}], "2026-12-25": []}; businesses may have their own. */
  settings?: JsonValue | null | undefined;
  /** The organization’s short name in addresses and in the X-Organization-Id header; unique among all organizations. */
  slug?: string | null | undefined;
  /** The address that customers write to. */
  supportEmail?: string | null | undefined;
  /** The time zone in which the organization’s days begin and end, such as Europe/London. */
  timezone?: string | null | undefined;
};

/** Which rows a permission reaches. */
export type PermissionScope =
  /** Every row of the organization. */
  | 'ALL'
  /** Rows of which the member is owner, assignee or creator. */
  | 'OWN'
  /** Rows of the member and of everybody who shares a team with them. */
  | 'TEAM';

/** A filter to be used against `Pipeline` object types. All fields are combined with a logical ‘and.’ */
export type PipelineFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<PipelineFilter> | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `name` field. */
  name?: StringFilter | null | undefined;
  /** Negates the expression. */
  not?: PipelineFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<PipelineFilter> | null | undefined;
  /** Filter by the object’s `position` field. */
  position?: IntFilter | null | undefined;
};

/** A filter to be used against `PipelineStage` object types. All fields are combined with a logical ‘and.’ */
export type PipelineStageFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<PipelineStageFilter> | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Negates the expression. */
  not?: PipelineStageFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<PipelineStageFilter> | null | undefined;
  /** Filter by the object’s `pipeline` relation. */
  pipeline?: PipelineFilter | null | undefined;
  /** Filter by the object’s `pipelineId` field. */
  pipelineId?: UuidFilter | null | undefined;
};

/** What a stage means for its deals. */
export type PipelineStageKind =
  /** The deal was lost. */
  | 'LOST'
  /** The deal is being worked on. */
  | 'OPEN'
  /** The deal was won. */
  | 'WON';

/** What comes first. */
export type Priority =
  /** Before others. */
  | 'HIGH'
  /** Can wait. */
  | 'LOW'
  /** In its turn. */
  | 'NORMAL'
  /** At once. */
  | 'URGENT';

/** A filter to be used against Priority fields. All fields are combined with a logical ‘and.’ */
export type PriorityFilter = {
  /** Equal to the specified value. */
  equalTo?: Priority | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: Priority | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: Priority | null | undefined;
  /** Included in the specified list. */
  in?: Array<Priority> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: Priority | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: Priority | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: Priority | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<Priority> | null | undefined;
};

/** A filter to be used against `Proposal` object types. All fields are combined with a logical ‘and.’ */
export type ProposalFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<ProposalFilter> | null | undefined;
  /** Filter by the object’s `business` relation. */
  business?: BusinessFilter | null | undefined;
  /** A related `business` exists. */
  businessExists?: boolean | null | undefined;
  /** Filter by the object’s `businessId` field. */
  businessId?: UuidFilter | null | undefined;
  /** Filter by the object’s `company` relation. */
  company?: CompanyFilter | null | undefined;
  /** A related `company` exists. */
  companyExists?: boolean | null | undefined;
  /** Filter by the object’s `companyId` field. */
  companyId?: UuidFilter | null | undefined;
  /** Filter by the object’s `contact` relation. */
  contact?: ContactFilter | null | undefined;
  /** A related `contact` exists. */
  contactExists?: boolean | null | undefined;
  /** Filter by the object’s `contactId` field. */
  contactId?: UuidFilter | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `deal` relation. */
  deal?: DealFilter | null | undefined;
  /** A related `deal` exists. */
  dealExists?: boolean | null | undefined;
  /** Filter by the object’s `dealId` field. */
  dealId?: UuidFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Negates the expression. */
  not?: ProposalFilter | null | undefined;
  /** Filter by the object’s `number` field. */
  number?: IntFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<ProposalFilter> | null | undefined;
  /** Filter by the object’s `owner` relation. */
  owner?: MembershipFilter | null | undefined;
  /** A related `owner` exists. */
  ownerExists?: boolean | null | undefined;
  /** Filter by the object’s `ownerId` field. */
  ownerId?: UuidFilter | null | undefined;
  /** Filter by the object’s `status` field. */
  status?: ProposalStatusFilter | null | undefined;
  /** Filter by the object’s `totalCents` field. */
  totalCents?: BigIntFilter | null | undefined;
  /** Filter by the object’s `validUntil` field. */
  validUntil?: DateFilter | null | undefined;
};

/** An input for mutations affecting `Proposal` */
export type ProposalInput = {
  /** The business that makes the proposal; the whole organization when empty. */
  businessId?: string | null | undefined;
  /** The company to which the proposal goes. */
  companyId?: string | null | undefined;
  /** The contact to whom the proposal goes, and who sees it in the client portal once it is sent. */
  contactId?: string | null | undefined;
  /** The currency of all amounts (ISO 4217), such as EUR; the organization’s unless another is named. */
  currency?: string | null | undefined;
  /** The deal that the proposal is to win. */
  dealId?: string | null | undefined;
  /** What the contact reads before the items. */
  introduction?: string | null | undefined;
  /** The member who looks after the proposal; whoever adds it unless another is named. */
  ownerId?: string | null | undefined;
  /** What is proposed. */
  title: string;
  /** The last day on which the contact can accept. */
  validUntil?: string | null | undefined;
};

/** An input for mutations affecting `ProposalItem` */
export type ProposalItemInput = {
  /** What is offered. */
  description: string;
  /** The item’s place among the others. */
  position?: number | null | undefined;
  /** The proposal. */
  proposalId: string;
  /** How much of it, with three decimals at most. */
  quantity?: number | null | undefined;
  /** The tax in hundredths of a percent: 1900 is 19 %. */
  taxBasisPoints?: number | null | undefined;
  /** The price of one, in hundredths of the proposal’s currency. A discount is an item with a price below zero. */
  unitPriceCents: string | number;
};

/** Represents an update to a `ProposalItem`. Fields that are set will be updated. */
export type ProposalItemPatch = {
  /** What is offered. */
  description?: string | null | undefined;
  /** The item’s place among the others. */
  position?: number | null | undefined;
  /** How much of it, with three decimals at most. */
  quantity?: number | null | undefined;
  /** The tax in hundredths of a percent: 1900 is 19 %. */
  taxBasisPoints?: number | null | undefined;
  /** The price of one, in hundredths of the proposal’s currency. A discount is an item with a price below zero. */
  unitPriceCents?: string | number | null | undefined;
};

/** Methods to use when ordering `Proposal`. */
export type ProposalOrderBy =
  /** By `createdAt`, ascending. */
  | 'CREATED_AT_ASC'
  /** By `createdAt`, descending. */
  | 'CREATED_AT_DESC'
  /** By `id`, ascending. */
  | 'ID_ASC'
  /** By `id`, descending. */
  | 'ID_DESC'
  /** In the order that the collection has when none is given. */
  | 'NATURAL'
  /** By `number`, ascending. */
  | 'NUMBER_ASC'
  /** By `number`, descending. */
  | 'NUMBER_DESC'
  /** By what identifies a row, ascending. */
  | 'PRIMARY_KEY_ASC'
  /** By what identifies a row, descending. */
  | 'PRIMARY_KEY_DESC'
  /** By `totalCents`, ascending. */
  | 'TOTAL_CENTS_ASC'
  /** By `totalCents`, descending. */
  | 'TOTAL_CENTS_DESC'
  /** By `validUntil`, ascending. */
  | 'VALID_UNTIL_ASC'
  /** By `validUntil`, descending. */
  | 'VALID_UNTIL_DESC';

/** Represents an update to a `Proposal`. Fields that are set will be updated. */
export type ProposalPatch = {
  /** The business that makes the proposal; the whole organization when empty. */
  businessId?: string | null | undefined;
  /** The company to which the proposal goes. */
  companyId?: string | null | undefined;
  /** The contact to whom the proposal goes, and who sees it in the client portal once it is sent. */
  contactId?: string | null | undefined;
  /** The currency of all amounts (ISO 4217), such as EUR; the organization’s unless another is named. */
  currency?: string | null | undefined;
  /** The deal that the proposal is to win. */
  dealId?: string | null | undefined;
  /** What the contact reads before the items. */
  introduction?: string | null | undefined;
  /** The member who looks after the proposal; whoever adds it unless another is named. */
  ownerId?: string | null | undefined;
  /** Where the proposal stands. From draft it is sent; then it is viewed, accepted, rejected or expires. An expired one may be sent again. Once it is sent, title, introduction, contact, currency and items stay as they are. */
  status?: ProposalStatus | null | undefined;
  /** What is proposed. */
  title?: string | null | undefined;
  /** The last day on which the contact can accept. */
  validUntil?: string | null | undefined;
};

/** Where a proposal stands. */
export type ProposalStatus =
  /** The contact agreed. */
  | 'ACCEPTED'
  /** Is being written; the contact doesn’t see it. */
  | 'DRAFT'
  /** The contact didn’t answer in time. */
  | 'EXPIRED'
  /** The contact declined. */
  | 'REJECTED'
  /** Went to the contact. */
  | 'SENT'
  /** Was opened by the contact. */
  | 'VIEWED';

/** A filter to be used against ProposalStatus fields. All fields are combined with a logical ‘and.’ */
export type ProposalStatusFilter = {
  /** Equal to the specified value. */
  equalTo?: ProposalStatus | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: ProposalStatus | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: ProposalStatus | null | undefined;
  /** Included in the specified list. */
  in?: Array<ProposalStatus> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: ProposalStatus | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: ProposalStatus | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: ProposalStatus | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<ProposalStatus> | null | undefined;
};

/** All input for the `recordCampaignResult` mutation. */
export type RecordCampaignResultInput = {
  /** The number of the attempt: `attempts` of the target as `nextCampaignTarget` gave it. */
  attempt?: number | null | undefined;
  /** The id of the call. */
  callId?: string | null | undefined;
  /**
   * An arbitrary string value with no semantic meaning. Will be included in the
   * payload verbatim. May be used to track mutations by the client.
   */
  clientMutationId?: string | null | undefined;
  /** When it is tried again; in an hour unless given. */
  nextAttemptAt?: string | null | undefined;
  /** What came of it. */
  result?: string | null | undefined;
  /** How it ended: completed, failed, skipped, or pending to have it tried again. */
  state?: CallCampaignTargetState | null | undefined;
  /** The id of the target. */
  targetId?: string | null | undefined;
};

/** What `refreshSession` needs to know. */
export type RefreshSessionInput = {
  /** Any text; it comes back with the payload. */
  clientMutationId?: string | null | undefined;
  /** The refresh token that was given last. */
  refreshToken: string;
};

/** What `requestPasswordReset` needs to know. */
export type RequestPasswordResetInput = {
  /** Any text; it comes back with the payload. */
  clientMutationId?: string | null | undefined;
  /** The e-mail address of the account; upper and lower case are the same. */
  email: string;
  /** The slug of the organization whose client portal it is. Left out for people who work in an organization. */
  organization?: string | null | undefined;
};

/** What `resetPassword` needs to know. */
export type ResetPasswordInput = {
  /** Any text; it comes back with the payload. */
  clientMutationId?: string | null | undefined;
  /** The new password: at least 10 characters, at most 72 bytes, and not the e-mail address. */
  password: string;
  /** The token in the mail. It works once, for an hour. */
  token: string;
};

/** An input for mutations affecting `Review` */
export type ReviewInput = {
  /** The appointment that is reviewed, which has one review. */
  appointmentId?: string | null | undefined;
  /** The business that is reviewed; the whole organization when empty. The appointment’s, if there is one. */
  businessId?: string | null | undefined;
  /** What the contact wrote. */
  comment?: string | null | undefined;
  /** The contact who wrote it; the appointment’s unless another is named. */
  contactId?: string | null | undefined;
  /** From 1, the worst, to 5, the best. */
  rating: number;
  /** What the organization answers. */
  response?: string | null | undefined;
  /** The service that is reviewed; the appointment’s unless another is named. */
  serviceId?: string | null | undefined;
  /** Where it was written, such as portal or google. */
  source?: string | null | undefined;
  /** The review in a few words. */
  title?: string | null | undefined;
};

/** A filter to be used against `Role` object types. All fields are combined with a logical ‘and.’ */
export type RoleFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<RoleFilter> | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `name` field. */
  name?: StringFilter | null | undefined;
  /** Negates the expression. */
  not?: RoleFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<RoleFilter> | null | undefined;
  /** Filter by the object’s `systemRole` field. */
  systemRole?: SystemRoleFilter | null | undefined;
};

/** An input for mutations affecting `Role` */
export type RoleInput = {
  /** What the role is for. */
  description?: string | null | undefined;
  /** The role’s name; unique within the organization. */
  name: string;
};

/** An input for mutations affecting `RolePermission` */
export type RolePermissionInput = {
  /** What is done with it, such as read. */
  action: string;
  /** What is acted upon, such as contacts. */
  resource: string;
  /** The role. */
  roleId: string;
  /** Which rows the permission reaches. */
  scope?: PermissionScope | null | undefined;
};

/** Represents an update to a `RolePermission`. Fields that are set will be updated. */
export type RolePermissionPatch = {
  /** Which rows the permission reaches. */
  scope?: PermissionScope | null | undefined;
};

/** A kind of thing that can be searched for. */
export type SearchType =
  /** Found by name, domain, e-mail address or phone number. */
  | 'COMPANY'
  /** Found by name, e-mail address or phone number. */
  | 'CONTACT'
  /** Found by subject or last message, or its contact. */
  | 'CONVERSATION'
  /** Found by title, or the name of its contact or company. */
  | 'DEAL'
  /** Found by name, e-mail address or phone number. */
  | 'LEAD'
  /** Found by number or subject, or its contact. */
  | 'TICKET';

/** A filter to be used against `SecurityEvent` object types. All fields are combined with a logical ‘and.’ */
export type SecurityEventFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<SecurityEventFilter> | null | undefined;
  /** Filter by the object’s `apiKeyId` field. */
  apiKeyId?: UuidFilter | null | undefined;
  /** Filter by the object’s `contactId` field. */
  contactId?: UuidFilter | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `kind` field. */
  kind?: SecurityEventKindFilter | null | undefined;
  /** Negates the expression. */
  not?: SecurityEventFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<SecurityEventFilter> | null | undefined;
  /** Filter by the object’s `user` relation. */
  user?: UserFilter | null | undefined;
  /** A related `user` exists. */
  userExists?: boolean | null | undefined;
  /** Filter by the object’s `userId` field. */
  userId?: UuidFilter | null | undefined;
};

/** What kinds of security events are recorded. */
export type SecurityEventKind =
  /** A wrong password came so often that none is accepted for a while. */
  | 'ACCOUNT_LOCKED'
  /** An API key was refused that is revoked, expired or another organization’s. */
  | 'API_KEY_REFUSED'
  /** A file of rows was handed over, or broken off. */
  | 'EXPORT_ENDED'
  /** Somebody began to take rows out as a file. */
  | 'EXPORT_STARTED'
  /** Somebody tried to sign in and failed. */
  | 'FAILED_SIGN_IN'
  /** An owner deleted an organization, with everything in it. */
  | 'ORGANIZATION_DELETED'
  /** Somebody changed their password, or set a new one by a mail. */
  | 'PASSWORD_CHANGED'
  /** A contact was erased, with every trace of the person. */
  | 'PERSONAL_DATA_ERASED'
  /** Somebody read an export of personal data. */
  | 'PERSONAL_DATA_EXPORT_READ'
  /** A refresh token came a second time, so it was copied. Its session was ended. */
  | 'REFRESH_TOKEN_REUSED'
  /** A member of other organizations asked for this one. */
  | 'REFUSED_ORGANIZATION'
  /** A token was refused. */
  | 'REFUSED_TOKEN';

/** A filter to be used against SecurityEventKind fields. All fields are combined with a logical ‘and.’ */
export type SecurityEventKindFilter = {
  /** Equal to the specified value. */
  equalTo?: SecurityEventKind | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: SecurityEventKind | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: SecurityEventKind | null | undefined;
  /** Included in the specified list. */
  in?: Array<SecurityEventKind> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: SecurityEventKind | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: SecurityEventKind | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: SecurityEventKind | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<SecurityEventKind> | null | undefined;
};

/** Methods to use when ordering `SecurityEvent`. */
export type SecurityEventOrderBy =
  /** By `createdAt`, ascending. */
  | 'CREATED_AT_ASC'
  /** By `createdAt`, descending. */
  | 'CREATED_AT_DESC'
  /** By `id`, ascending. */
  | 'ID_ASC'
  /** By `id`, descending. */
  | 'ID_DESC'
  /** In the order that the collection has when none is given. */
  | 'NATURAL'
  /** By what identifies a row, ascending. */
  | 'PRIMARY_KEY_ASC'
  /** By what identifies a row, descending. */
  | 'PRIMARY_KEY_DESC';

/** How something was meant. */
export type Sentiment =
  /** Displeased. */
  | 'NEGATIVE'
  /** Neither. */
  | 'NEUTRAL'
  /** Pleased. */
  | 'POSITIVE';

/** A filter to be used against `Service` object types. All fields are combined with a logical ‘and.’ */
export type ServiceFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<ServiceFilter> | null | undefined;
  /** Filter by the object’s `business` relation. */
  business?: BusinessFilter | null | undefined;
  /** A related `business` exists. */
  businessExists?: boolean | null | undefined;
  /** Filter by the object’s `businessId` field. */
  businessId?: UuidFilter | null | undefined;
  /** Filter by the object’s `category` field. */
  category?: StringFilter | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `isActive` field. */
  isActive?: BooleanFilter | null | undefined;
  /** Filter by the object’s `name` field. */
  name?: StringFilter | null | undefined;
  /** Negates the expression. */
  not?: ServiceFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<ServiceFilter> | null | undefined;
  /** Filter by the object’s `priceCents` field. */
  priceCents?: BigIntFilter | null | undefined;
};

/** An input for mutations affecting `Service` */
export type ServiceInput = {
  /** The business that offers the service; the whole organization when empty. */
  businessId?: string | null | undefined;
  /** How often it can take place at once when no member is named, as contacts book it. */
  capacity?: number | null | undefined;
  /** A heading under which the catalog shows it. */
  category?: string | null | undefined;
  /** The currency (ISO 4217); the organization’s unless another is named. */
  currency?: string | null | undefined;
  /** What the service is, for contacts to read. */
  description?: string | null | undefined;
  /** How long it takes, in minutes. */
  durationMinutes: number;
  /** Whether it can be booked. Contacts see only what can. */
  isActive?: boolean | null | undefined;
  /** What the service is called. */
  name: string;
  /** What it costs, in hundredths of the currency’s unit. */
  priceCents?: string | number | null | undefined;
};

/** Methods to use when ordering `Service`. */
export type ServiceOrderBy =
  /** By `createdAt`, ascending. */
  | 'CREATED_AT_ASC'
  /** By `createdAt`, descending. */
  | 'CREATED_AT_DESC'
  /** By `id`, ascending. */
  | 'ID_ASC'
  /** By `id`, descending. */
  | 'ID_DESC'
  /** By `name`, ascending. */
  | 'NAME_ASC'
  /** By `name`, descending. */
  | 'NAME_DESC'
  /** In the order that the collection has when none is given. */
  | 'NATURAL'
  /** By `priceCents`, ascending. */
  | 'PRICE_CENTS_ASC'
  /** By `priceCents`, descending. */
  | 'PRICE_CENTS_DESC'
  /** By what identifies a row, ascending. */
  | 'PRIMARY_KEY_ASC'
  /** By what identifies a row, descending. */
  | 'PRIMARY_KEY_DESC';

/** What `signIn` needs to know. */
export type SignInInput = {
  /** Any text; it comes back with the payload. */
  clientMutationId?: string | null | undefined;
  /** The e-mail address of the account; upper and lower case are the same. */
  email: string;
  /** The person’s password. */
  password: string;
};

/** What `signInToPortal` needs to know. */
export type SignInToPortalInput = {
  /** Any text; it comes back with the payload. */
  clientMutationId?: string | null | undefined;
  /** The e-mail address of the account; upper and lower case are the same. */
  email: string;
  /** The slug of the organization whose client portal it is. */
  organization: string;
  /** The contact’s password. */
  password: string;
};

/** What `signOut` needs to know. */
export type SignOutInput = {
  /** Any text; it comes back with the payload. */
  clientMutationId?: string | null | undefined;
  /** A refresh token of the session to end; without one it is the session of the access token that the request carries. */
  refreshToken?: string | null | undefined;
};

/** What `signUp` needs to know. */
export type SignUpInput = {
  /** Any text; it comes back with the payload. */
  clientMutationId?: string | null | undefined;
  /** The e-mail address of the account; upper and lower case are the same. */
  email: string;
  /** The person’s name as others read it. */
  fullName?: string | null | undefined;
};

/** A filter to be used against `StaffInvitation` object types. All fields are combined with a logical ‘and.’ */
export type StaffInvitationFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<StaffInvitationFilter> | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `email` field. */
  email?: StringFilter | null | undefined;
  /** Filter by the object’s `expiresAt` field. */
  expiresAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `invitedBy` relation. */
  invitedBy?: MembershipFilter | null | undefined;
  /** A related `invitedBy` exists. */
  invitedByExists?: boolean | null | undefined;
  /** Filter by the object’s `invitedById` field. */
  invitedById?: UuidFilter | null | undefined;
  /** Filter by the object’s `membership` relation. */
  membership?: MembershipFilter | null | undefined;
  /** A related `membership` exists. */
  membershipExists?: boolean | null | undefined;
  /** Filter by the object’s `membershipId` field. */
  membershipId?: UuidFilter | null | undefined;
  /** Negates the expression. */
  not?: StaffInvitationFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<StaffInvitationFilter> | null | undefined;
  /** Filter by the object’s `role` relation. */
  role?: RoleFilter | null | undefined;
  /** Filter by the object’s `roleId` field. */
  roleId?: UuidFilter | null | undefined;
};

/** Methods to use when ordering `StaffInvitation`. */
export type StaffInvitationOrderBy =
  /** By `createdAt`, ascending. */
  | 'CREATED_AT_ASC'
  /** By `createdAt`, descending. */
  | 'CREATED_AT_DESC'
  /** By `expiresAt`, ascending. */
  | 'EXPIRES_AT_ASC'
  /** By `expiresAt`, descending. */
  | 'EXPIRES_AT_DESC'
  /** By `id`, ascending. */
  | 'ID_ASC'
  /** By `id`, descending. */
  | 'ID_DESC'
  /** In the order that the collection has when none is given. */
  | 'NATURAL'
  /** By what identifies a row, ascending. */
  | 'PRIMARY_KEY_ASC'
  /** By what identifies a row, descending. */
  | 'PRIMARY_KEY_DESC';

/** Represents an update to a `StaffInvitation`. Fields that are set will be updated. */
export type StaffInvitationPatch = {
  /** When the invitation ceases to be good. */
  expiresAt?: string | null | undefined;
  /** When the invitation was withdrawn; empty while it is good. Whatever time is given, the present one is kept. */
  revokedAt?: string | null | undefined;
};

/** A filter to be used against String fields. All fields are combined with a logical ‘and.’ */
export type StringFilter = {
  /** Equal to the specified value. */
  equalTo?: string | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: string | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: string | null | undefined;
  /** Included in the specified list. */
  in?: Array<string> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: string | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: string | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: string | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<string> | null | undefined;
};

/** Where an organization’s subscription stands. */
export type SubscriptionStatus =
  /** Paying. */
  | 'ACTIVE'
  /** The subscription has ended. */
  | 'CANCELED'
  /** A payment has failed; everything still works. */
  | 'PAST_DUE'
  /** Trying the product until trialEndsAt. */
  | 'TRIAL';

/** What an organization has subscribed to. */
export type SubscriptionTier =
  /** With limits by agreement. */
  | 'ENTERPRISE'
  /** For a growing team. */
  | 'GROWTH'
  /** For several teams or businesses. */
  | 'SCALE'
  /** For a first team. */
  | 'STARTER';

/** The roles that every organization has. */
export type SystemRole =
  /** Everything but billing and ownership; reads the audit log. */
  | 'ADMIN'
  /** Works with the own team's business data, reads the rest. */
  | 'MANAGER'
  /** Everything, billing and deleting the organization included. Every organization has at least one. */
  | 'OWNER'
  /** Own contacts, companies, deals, activities and tasks only. */
  | 'REP'
  /** Works with all business data; no settings, no members. */
  | 'STAFF'
  /** Reads business data, but nothing internal to staff, and exports nothing. */
  | 'VIEWER';

/** A filter to be used against SystemRole fields. All fields are combined with a logical ‘and.’ */
export type SystemRoleFilter = {
  /** Equal to the specified value. */
  equalTo?: SystemRole | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: SystemRole | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: SystemRole | null | undefined;
  /** Included in the specified list. */
  in?: Array<SystemRole> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: SystemRole | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: SystemRole | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: SystemRole | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<SystemRole> | null | undefined;
};

/** Conditions on tags. All of them have to be met. */
export type TagsFilter = {
  /** Has all of these tags. */
  all?: Array<string> | null | undefined;
  /** Has at least one of these tags. */
  any?: Array<string> | null | undefined;
};

/** A filter to be used against `Task` object types. All fields are combined with a logical ‘and.’ */
export type TaskFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<TaskFilter> | null | undefined;
  /** Filter by the object’s `assignee` relation. */
  assignee?: MembershipFilter | null | undefined;
  /** A related `assignee` exists. */
  assigneeExists?: boolean | null | undefined;
  /** Filter by the object’s `assigneeId` field. */
  assigneeId?: UuidFilter | null | undefined;
  /** Filter by the object’s `business` relation. */
  business?: BusinessFilter | null | undefined;
  /** A related `business` exists. */
  businessExists?: boolean | null | undefined;
  /** Filter by the object’s `businessId` field. */
  businessId?: UuidFilter | null | undefined;
  /** Filter by the object’s `company` relation. */
  company?: CompanyFilter | null | undefined;
  /** A related `company` exists. */
  companyExists?: boolean | null | undefined;
  /** Filter by the object’s `companyId` field. */
  companyId?: UuidFilter | null | undefined;
  /** Filter by the object’s `contact` relation. */
  contact?: ContactFilter | null | undefined;
  /** A related `contact` exists. */
  contactExists?: boolean | null | undefined;
  /** Filter by the object’s `contactId` field. */
  contactId?: UuidFilter | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `createdBy` relation. */
  createdBy?: MembershipFilter | null | undefined;
  /** A related `createdBy` exists. */
  createdByExists?: boolean | null | undefined;
  /** Filter by the object’s `createdById` field. */
  createdById?: UuidFilter | null | undefined;
  /** Filter by the object’s `deal` relation. */
  deal?: DealFilter | null | undefined;
  /** A related `deal` exists. */
  dealExists?: boolean | null | undefined;
  /** Filter by the object’s `dealId` field. */
  dealId?: UuidFilter | null | undefined;
  /** Filter by the object’s `dueAt` field. */
  dueAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `lead` relation. */
  lead?: LeadFilter | null | undefined;
  /** A related `lead` exists. */
  leadExists?: boolean | null | undefined;
  /** Filter by the object’s `leadId` field. */
  leadId?: UuidFilter | null | undefined;
  /** Negates the expression. */
  not?: TaskFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<TaskFilter> | null | undefined;
  /** Filter by the object’s `status` field. */
  status?: TaskStatusFilter | null | undefined;
  /** Filter by the object’s `ticket` relation. */
  ticket?: TicketFilter | null | undefined;
  /** A related `ticket` exists. */
  ticketExists?: boolean | null | undefined;
  /** Filter by the object’s `ticketId` field. */
  ticketId?: UuidFilter | null | undefined;
};

/** An input for mutations affecting `Task` */
export type TaskInput = {
  /** The member who is to do it; whoever adds it unless another is named. */
  assigneeId?: string | null | undefined;
  /** The business that the task belongs to; of the whole organization when empty. */
  businessId?: string | null | undefined;
  /** The company it is about. */
  companyId?: string | null | undefined;
  /** The contact it is about. */
  contactId?: string | null | undefined;
  /** The deal it is about. */
  dealId?: string | null | undefined;
  /** More about it. */
  description?: string | null | undefined;
  /** When the task should be done. */
  dueAt?: string | null | undefined;
  /** The lead it is about. */
  leadId?: string | null | undefined;
  /** How pressing the task is. */
  priority?: Priority | null | undefined;
  /** Where the task stands. */
  status?: TaskStatus | null | undefined;
  /** The ticket it is about. */
  ticketId?: string | null | undefined;
  /** What is to be done. */
  title: string;
};

/** Methods to use when ordering `Task`. */
export type TaskOrderBy =
  /** By `createdAt`, ascending. */
  | 'CREATED_AT_ASC'
  /** By `createdAt`, descending. */
  | 'CREATED_AT_DESC'
  /** By `dueAt`, ascending. */
  | 'DUE_AT_ASC'
  /** By `dueAt`, descending. */
  | 'DUE_AT_DESC'
  /** By `id`, ascending. */
  | 'ID_ASC'
  /** By `id`, descending. */
  | 'ID_DESC'
  /** In the order that the collection has when none is given. */
  | 'NATURAL'
  /** By what identifies a row, ascending. */
  | 'PRIMARY_KEY_ASC'
  /** By what identifies a row, descending. */
  | 'PRIMARY_KEY_DESC';

/** Represents an update to a `Task`. Fields that are set will be updated. */
export type TaskPatch = {
  /** The member who is to do it; whoever adds it unless another is named. */
  assigneeId?: string | null | undefined;
  /** The business that the task belongs to; of the whole organization when empty. */
  businessId?: string | null | undefined;
  /** The company it is about. */
  companyId?: string | null | undefined;
  /** The contact it is about. */
  contactId?: string | null | undefined;
  /** The deal it is about. */
  dealId?: string | null | undefined;
  /** More about it. */
  description?: string | null | undefined;
  /** When the task should be done. */
  dueAt?: string | null | undefined;
  /** The lead it is about. */
  leadId?: string | null | undefined;
  /** How pressing the task is. */
  priority?: Priority | null | undefined;
  /** Where the task stands. */
  status?: TaskStatus | null | undefined;
  /** The ticket it is about. */
  ticketId?: string | null | undefined;
  /** What is to be done. */
  title?: string | null | undefined;
};

/** Where a task stands. */
export type TaskStatus =
  /** Not going to be done. */
  | 'CANCELED'
  /** Completed. */
  | 'DONE'
  /** Begun. */
  | 'IN_PROGRESS'
  /** Not begun. */
  | 'TODO';

/** A filter to be used against TaskStatus fields. All fields are combined with a logical ‘and.’ */
export type TaskStatusFilter = {
  /** Equal to the specified value. */
  equalTo?: TaskStatus | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: TaskStatus | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: TaskStatus | null | undefined;
  /** Included in the specified list. */
  in?: Array<TaskStatus> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: TaskStatus | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: TaskStatus | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: TaskStatus | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<TaskStatus> | null | undefined;
};

/** A filter to be used against `Team` object types. All fields are combined with a logical ‘and.’ */
export type TeamFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<TeamFilter> | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `name` field. */
  name?: StringFilter | null | undefined;
  /** Negates the expression. */
  not?: TeamFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<TeamFilter> | null | undefined;
};

/** An input for mutations affecting `Team` */
export type TeamInput = {
  /** What the team is for. */
  description?: string | null | undefined;
  /** The team’s name; unique within the organization. */
  name: string;
};

/** An input for mutations affecting `TeamMember` */
export type TeamMemberInput = {
  /** The member. */
  membershipId: string;
  /** The team. */
  teamId: string;
};

/** How a ticket came. */
export type TicketChannel =
  /** By chat. */
  | 'CHAT'
  /** By e-mail. */
  | 'EMAIL'
  /** By phone. */
  | 'PHONE'
  /** Through the client portal. */
  | 'PORTAL'
  /** By text message. */
  | 'SMS'
  /** Through a form on the web, or added by a member. */
  | 'WEB'
  /** By WhatsApp. */
  | 'WHATSAPP';

/** A filter to be used against TicketChannel fields. All fields are combined with a logical ‘and.’ */
export type TicketChannelFilter = {
  /** Equal to the specified value. */
  equalTo?: TicketChannel | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: TicketChannel | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: TicketChannel | null | undefined;
  /** Included in the specified list. */
  in?: Array<TicketChannel> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: TicketChannel | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: TicketChannel | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: TicketChannel | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<TicketChannel> | null | undefined;
};

/** A filter to be used against `Ticket` object types. All fields are combined with a logical ‘and.’ */
export type TicketFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<TicketFilter> | null | undefined;
  /** Filter by the object’s `assignedTo` relation. */
  assignedTo?: MembershipFilter | null | undefined;
  /** A related `assignedTo` exists. */
  assignedToExists?: boolean | null | undefined;
  /** Filter by the object’s `assignedToId` field. */
  assignedToId?: UuidFilter | null | undefined;
  /** Filter by the object’s `business` relation. */
  business?: BusinessFilter | null | undefined;
  /** A related `business` exists. */
  businessExists?: boolean | null | undefined;
  /** Filter by the object’s `businessId` field. */
  businessId?: UuidFilter | null | undefined;
  /** Filter by the object’s `channel` field. */
  channel?: TicketChannelFilter | null | undefined;
  /** Filter by the object’s `closedAt` field. */
  closedAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `contact` relation. */
  contact?: ContactFilter | null | undefined;
  /** A related `contact` exists. */
  contactExists?: boolean | null | undefined;
  /** Filter by the object’s `contactId` field. */
  contactId?: UuidFilter | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `createdBy` relation. */
  createdBy?: MembershipFilter | null | undefined;
  /** A related `createdBy` exists. */
  createdByExists?: boolean | null | undefined;
  /** Filter by the object’s `createdById` field. */
  createdById?: UuidFilter | null | undefined;
  /** Filter by the object’s `firstResponseAt` field. */
  firstResponseAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `lastActivityAt` field. */
  lastActivityAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `mergedInto` relation. */
  mergedInto?: TicketFilter | null | undefined;
  /** A related `mergedInto` exists. */
  mergedIntoExists?: boolean | null | undefined;
  /** Filter by the object’s `mergedIntoId` field. */
  mergedIntoId?: UuidFilter | null | undefined;
  /** Negates the expression. */
  not?: TicketFilter | null | undefined;
  /** Filter by the object’s `number` field. */
  number?: IntFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<TicketFilter> | null | undefined;
  /** Filter by the object’s `priority` field. */
  priority?: PriorityFilter | null | undefined;
  /** Filter by the object’s `solvedAt` field. */
  solvedAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `status` field. */
  status?: TicketStatusFilter | null | undefined;
  /** Filter by the object’s `team` relation. */
  team?: TeamFilter | null | undefined;
  /** A related `team` exists. */
  teamExists?: boolean | null | undefined;
  /** Filter by the object’s `teamId` field. */
  teamId?: UuidFilter | null | undefined;
};

/** An input for mutations affecting `Ticket` */
export type TicketInput = {
  /** The member who answers. */
  assignedToId?: string | null | undefined;
  /** The business that the ticket belongs to; of the whole organization when empty. */
  businessId?: string | null | undefined;
  /** How it came. */
  channel?: TicketChannel | null | undefined;
  /** The contact who asks. */
  contactId?: string | null | undefined;
  /** Values of the organization’s own fields, an object. */
  customFields?: JsonValue | null | undefined;
  /** What other systems note, an object. */
  metadata?: JsonValue | null | undefined;
  /** How pressing it is. */
  priority?: Priority | null | undefined;
  /** Where the ticket stands. A reply of the contact opens one that is pending or solved; a closed one takes no replies. */
  status?: TicketStatus | null | undefined;
  /** What it is about. */
  subject: string;
  /** Free labels. */
  tags?: Array<string | null | undefined> | null | undefined;
  /** The team that answers. */
  teamId?: string | null | undefined;
};

/** An input for mutations affecting `TicketMessage` */
export type TicketMessageInput = {
  /** The message as text. */
  body: string;
  /** The Message-ID of the e-mail; unique within the organization. */
  emailMessageId?: string | null | undefined;
  /** The message as HTML, as it came or goes. It is stored as it is: make it safe before showing it. */
  htmlBody?: string | null | undefined;
  /** The Message-ID of the e-mail that it answers. */
  inReplyTo?: string | null | undefined;
  /** Whether it is internal to staff: viewers and contacts don’t see it. */
  isInternal?: boolean | null | undefined;
  /** What other systems note, an object. */
  metadata?: JsonValue | null | undefined;
  /** The contact who wrote it; the ticket’s unless another is named. */
  senderContactId?: string | null | undefined;
  /** Who writes. */
  senderType?: TicketSenderType | null | undefined;
  /** The ticket. */
  ticketId: string;
};

/** Methods to use when ordering `Ticket`. */
export type TicketOrderBy =
  /** By `closedAt`, ascending. */
  | 'CLOSED_AT_ASC'
  /** By `closedAt`, descending. */
  | 'CLOSED_AT_DESC'
  /** By `createdAt`, ascending. */
  | 'CREATED_AT_ASC'
  /** By `createdAt`, descending. */
  | 'CREATED_AT_DESC'
  /** By `firstResponseAt`, ascending. */
  | 'FIRST_RESPONSE_AT_ASC'
  /** By `firstResponseAt`, descending. */
  | 'FIRST_RESPONSE_AT_DESC'
  /** By `id`, ascending. */
  | 'ID_ASC'
  /** By `id`, descending. */
  | 'ID_DESC'
  /** By `lastActivityAt`, ascending. */
  | 'LAST_ACTIVITY_AT_ASC'
  /** By `lastActivityAt`, descending. */
  | 'LAST_ACTIVITY_AT_DESC'
  /** In the order that the collection has when none is given. */
  | 'NATURAL'
  /** By `number`, ascending. */
  | 'NUMBER_ASC'
  /** By `number`, descending. */
  | 'NUMBER_DESC'
  /** By what identifies a row, ascending. */
  | 'PRIMARY_KEY_ASC'
  /** By what identifies a row, descending. */
  | 'PRIMARY_KEY_DESC'
  /** By `solvedAt`, ascending. */
  | 'SOLVED_AT_ASC'
  /** By `solvedAt`, descending. */
  | 'SOLVED_AT_DESC';

/** Represents an update to a `Ticket`. Fields that are set will be updated. */
export type TicketPatch = {
  /** The member who answers. */
  assignedToId?: string | null | undefined;
  /** The business that the ticket belongs to; of the whole organization when empty. */
  businessId?: string | null | undefined;
  /** How it came. */
  channel?: TicketChannel | null | undefined;
  /** The contact who asks. */
  contactId?: string | null | undefined;
  /** Values of the organization’s own fields, an object. */
  customFields?: JsonValue | null | undefined;
  /** What other systems note, an object. */
  metadata?: JsonValue | null | undefined;
  /** How pressing it is. */
  priority?: Priority | null | undefined;
  /** Where the ticket stands. A reply of the contact opens one that is pending or solved; a closed one takes no replies. */
  status?: TicketStatus | null | undefined;
  /** What it is about. */
  subject?: string | null | undefined;
  /** Free labels. */
  tags?: Array<string | null | undefined> | null | undefined;
  /** The team that answers. */
  teamId?: string | null | undefined;
};

/** Who writes a message of a ticket. */
export type TicketSenderType =
  /** Somebody of the organization. */
  | 'AGENT'
  /** The contact. */
  | 'CUSTOMER'
  /** The system itself. */
  | 'SYSTEM';

/** Where a ticket stands. */
export type TicketStatus =
  /** Is over. */
  | 'CLOSED'
  /** Waits for the organization. */
  | 'OPEN'
  /** Waits for the contact. */
  | 'PENDING'
  /** Was answered; the contact can open it again by replying. */
  | 'SOLVED';

/** A filter to be used against TicketStatus fields. All fields are combined with a logical ‘and.’ */
export type TicketStatusFilter = {
  /** Equal to the specified value. */
  equalTo?: TicketStatus | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: TicketStatus | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: TicketStatus | null | undefined;
  /** Included in the specified list. */
  in?: Array<TicketStatus> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: TicketStatus | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: TicketStatus | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: TicketStatus | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<TicketStatus> | null | undefined;
};

/** A filter to be used against UUID fields. All fields are combined with a logical ‘and.’ */
export type UuidFilter = {
  /** Equal to the specified value. */
  equalTo?: string | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: string | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: string | null | undefined;
  /** Included in the specified list. */
  in?: Array<string> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: string | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: string | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: string | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<string> | null | undefined;
};

/** Which `Contact` to change, and what of it. */
export type UpdateContactsItem = {
  /** The `id` of the row. */
  id: string;
  /** The `updatedAt` that the row was read with: if somebody has changed it since, the whole call fails with `CONFLICT`. */
  ifUpdatedAt?: string | null | undefined;
  /** What is to be changed; what isn’t given stays. */
  patch: ContactPatch;
};

/** A `Contact` as it is to be. What isn’t given stays as it is. What can be given to new rows only is left alone where the row is there already. */
export type UpsertContactsItem = {
  /** The business that the contact belongs to; of the whole organization when empty. */
  businessId?: string | null | undefined;
  /** The company that the contact works for. */
  companyId?: string | null | undefined;
  /** Values of the organization’s own fields, an object. */
  customFields?: JsonValue | null | undefined;
  /** Date of birth. */
  dateOfBirth?: string | null | undefined;
  /** E-mail address, kept in lower case; unique within the organization. It is what the contact signs in to the client portal with: another one ends their sessions there. */
  email?: string | null | undefined;
  /** Whom to call in an emergency. */
  emergencyContactName?: string | null | undefined;
  /** The emergency contact’s phone number in E.164 form. */
  emergencyContactPhone?: string | null | undefined;
  /** Given name. */
  firstName?: string | null | undefined;
  /** Gender, in the contact’s own words. */
  gender?: string | null | undefined;
  /** The `id` of the row, where rows are told by it; none for a new row. */
  id?: string | null | undefined;
  /** Whether the contact is served at the moment. */
  isActive?: boolean | null | undefined;
  /** Family name. */
  lastName?: string | null | undefined;
  /** How far the contact has come with the organization. */
  lifecycleStage?: ContactLifecycleStage | null | undefined;
  /** Last day of the contact’s membership. */
  membershipEndsOn?: string | null | undefined;
  /** First day of the contact’s membership. */
  membershipStartsOn?: string | null | undefined;
  /** Where the contact’s membership stands. */
  membershipStatus?: ContactMembershipStatus | null | undefined;
  /** What members should know about the contact. Contacts don’t see it. */
  notes?: string | null | undefined;
  /** The member who looks after the contact; whoever adds it unless another is named. */
  ownerId?: string | null | undefined;
  /** Phone number in E.164 form, such as +442079460000. Other ways of writing are converted. */
  phone?: string | null | undefined;
  /** Where the contact came from, such as website. */
  source?: string | null | undefined;
  /** Free labels. */
  tags?: Array<string | null | undefined> | null | undefined;
};

/** How `upsertContacts` tells whether a row is there already. */
export type UpsertContactsKey =
  /** A row with the same `email` is changed; where there is none, the row is new. One that is archived, or not yours to change, is in the way: `CONFLICT`. */
  | 'EMAIL'
  /** Rows with an `id` are changed, those without one are new. */
  | 'ID';

/** A filter to be used against `User` object types. All fields are combined with a logical ‘and.’ */
export type UserFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<UserFilter> | null | undefined;
  /** Filter by the object’s `email` field. */
  email?: StringFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Negates the expression. */
  not?: UserFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<UserFilter> | null | undefined;
};

/** A filter to be used against `WebhookDelivery` object types. All fields are combined with a logical ‘and.’ */
export type WebhookDeliveryFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<WebhookDeliveryFilter> | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `endpoint` relation. */
  endpoint?: WebhookEndpointFilter | null | undefined;
  /** Filter by the object’s `endpointId` field. */
  endpointId?: UuidFilter | null | undefined;
  /** Filter by the object’s `event` field. */
  event?: EventTypeFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `nextAttemptAt` field. */
  nextAttemptAt?: DatetimeFilter | null | undefined;
  /** Negates the expression. */
  not?: WebhookDeliveryFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<WebhookDeliveryFilter> | null | undefined;
  /** Filter by the object’s `status` field. */
  status?: WebhookDeliveryStatusFilter | null | undefined;
};

/** Methods to use when ordering `WebhookDelivery`. */
export type WebhookDeliveryOrderBy =
  /** By `createdAt`, ascending. */
  | 'CREATED_AT_ASC'
  /** By `createdAt`, descending. */
  | 'CREATED_AT_DESC'
  /** By `id`, ascending. */
  | 'ID_ASC'
  /** By `id`, descending. */
  | 'ID_DESC'
  /** In the order that the collection has when none is given. */
  | 'NATURAL'
  /** By `nextAttemptAt`, ascending. */
  | 'NEXT_ATTEMPT_AT_ASC'
  /** By `nextAttemptAt`, descending. */
  | 'NEXT_ATTEMPT_AT_DESC'
  /** By what identifies a row, ascending. */
  | 'PRIMARY_KEY_ASC'
  /** By what identifies a row, descending. */
  | 'PRIMARY_KEY_DESC';

/** Where a delivery to a webhook stands. */
export type WebhookDeliveryStatus =
  /** Wasn’t accepted, and won’t be tried again. */
  | 'ABANDONED'
  /** Wasn’t accepted, and will be tried again. */
  | 'FAILED'
  /** Wasn’t tried yet. */
  | 'PENDING'
  /** Was accepted by the endpoint. */
  | 'SUCCEEDED';

/** A filter to be used against WebhookDeliveryStatus fields. All fields are combined with a logical ‘and.’ */
export type WebhookDeliveryStatusFilter = {
  /** Equal to the specified value. */
  equalTo?: WebhookDeliveryStatus | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: WebhookDeliveryStatus | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: WebhookDeliveryStatus | null | undefined;
  /** Included in the specified list. */
  in?: Array<WebhookDeliveryStatus> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: WebhookDeliveryStatus | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: WebhookDeliveryStatus | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: WebhookDeliveryStatus | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<WebhookDeliveryStatus> | null | undefined;
};

/** A filter to be used against `WebhookEndpoint` object types. All fields are combined with a logical ‘and.’ */
export type WebhookEndpointFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<WebhookEndpointFilter> | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `isActive` field. */
  isActive?: BooleanFilter | null | undefined;
  /** Negates the expression. */
  not?: WebhookEndpointFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<WebhookEndpointFilter> | null | undefined;
};

/** An input for mutations affecting `WebhookEndpoint` */
export type WebhookEndpointInput = {
  /** What the endpoint is for. */
  description?: string | null | undefined;
  /** What the endpoint is told of, such as lead.created: values of EventType as they are stored. None means nothing. */
  events?: Array<string | null | undefined> | null | undefined;
  /** Whether anything is sent; needs a signing secret. */
  isActive?: boolean | null | undefined;
  /** The address that deliveries are sent to: https, with a public name, without user or fragment. */
  url: string;
};

/** Represents an update to a `WebhookEndpoint`. Fields that are set will be updated. */
export type WebhookEndpointPatch = {
  /** What the endpoint is for. */
  description?: string | null | undefined;
  /** What the endpoint is told of, such as lead.created: values of EventType as they are stored. None means nothing. */
  events?: Array<string | null | undefined> | null | undefined;
  /** Whether anything is sent; needs a signing secret. */
  isActive?: boolean | null | undefined;
  /** The address that deliveries are sent to: https, with a public name, without user or fragment. */
  url?: string | null | undefined;
};

/** An input for mutations affecting `WorkflowExecution` */
export type WorkflowExecutionInput = {
  /** More about why it failed, an object. */
  errorDetails?: JsonValue | null | undefined;
  /** Why it failed. */
  errorMessage?: string | null | undefined;
  /** What each step did, a list in the order in which they ran. */
  executionSteps?: JsonValue | null | undefined;
  /** What the first step was given, an object. */
  inputData?: JsonValue | null | undefined;
  /** What the last step gave, an object. */
  outputData?: JsonValue | null | undefined;
  /** Where the execution stands: it waits, runs and ends, in this order. */
  status?: WorkflowExecutionStatus | null | undefined;
  /** What happened, an object. */
  triggerData?: JsonValue | null | undefined;
  /** What or who started it, such as the name of an event. */
  triggeredBy?: string | null | undefined;
  /** The workflow. */
  workflowId: string;
};

/** Represents an update to a `WorkflowExecution`. Fields that are set will be updated. */
export type WorkflowExecutionPatch = {
  /** More about why it failed, an object. */
  errorDetails?: JsonValue | null | undefined;
  /** Why it failed. */
  errorMessage?: string | null | undefined;
  /** What each step did, a list in the order in which they ran. */
  executionSteps?: JsonValue | null | undefined;
  /** What the last step gave, an object. */
  outputData?: JsonValue | null | undefined;
  /** Where the execution stands: it waits, runs and ends, in this order. */
  status?: WorkflowExecutionStatus | null | undefined;
};

/** Where the execution of a workflow stands. */
export type WorkflowExecutionStatus =
  /** Was called off. */
  | 'CANCELLED'
  /** Ran to its end. */
  | 'COMPLETED'
  /** Stopped with an error. */
  | 'FAILED'
  /** Waits to be run. */
  | 'PENDING'
  /** Is running. */
  | 'RUNNING';

/** A filter to be used against `Workflow` object types. All fields are combined with a logical ‘and.’ */
export type WorkflowFilter = {
  /** Checks for all expressions in this list. */
  and?: Array<WorkflowFilter> | null | undefined;
  /** Filter by the object’s `createdAt` field. */
  createdAt?: DatetimeFilter | null | undefined;
  /** Filter by the object’s `id` field. */
  id?: UuidFilter | null | undefined;
  /** Filter by the object’s `name` field. */
  name?: StringFilter | null | undefined;
  /** Negates the expression. */
  not?: WorkflowFilter | null | undefined;
  /** Checks for any expressions in this list. */
  or?: Array<WorkflowFilter> | null | undefined;
  /** Filter by the object’s `status` field. */
  status?: WorkflowStatusFilter | null | undefined;
  /** Filter by the object’s `triggerType` field. */
  triggerType?: WorkflowTriggerTypeFilter | null | undefined;
};

/** An input for mutations affecting `Workflow` */
export type WorkflowInput = {
  /** What the workflow is for. */
  description?: string | null | undefined;
  /** Which step follows which, a list of up to 2000 objects, each with an id of its own and the ids of two nodes: source and target. */
  edges?: JsonValue | null | undefined;
  /** The workflow’s name. */
  name: string;
  /** The steps, a list of up to 500 objects, each with an id of its own (a text), a type (a value of WorkflowNodeType as it is stored, such as send_email) and the settings that the type asks for. */
  nodes?: JsonValue | null | undefined;
  /** How the workflow runs, an object: errorHandling (continue or stop), maxExecutionTime (seconds, 300 unless set) and timezone (the organization’s unless set). */
  settings?: JsonValue | null | undefined;
  /** Whether the workflow runs; an active one has a node at least, and nothing that keeps it from being run. */
  status?: WorkflowStatus | null | undefined;
  /** More about when the workflow starts, such as the times of a schedule, an object. */
  triggerConfig?: JsonValue | null | undefined;
  /** What starts the workflow. */
  triggerType: WorkflowTriggerType;
};

/** Methods to use when ordering `Workflow`. */
export type WorkflowOrderBy =
  /** By `createdAt`, ascending. */
  | 'CREATED_AT_ASC'
  /** By `createdAt`, descending. */
  | 'CREATED_AT_DESC'
  /** By `id`, ascending. */
  | 'ID_ASC'
  /** By `id`, descending. */
  | 'ID_DESC'
  /** By `name`, ascending. */
  | 'NAME_ASC'
  /** By `name`, descending. */
  | 'NAME_DESC'
  /** In the order that the collection has when none is given. */
  | 'NATURAL'
  /** By what identifies a row, ascending. */
  | 'PRIMARY_KEY_ASC'
  /** By what identifies a row, descending. */
  | 'PRIMARY_KEY_DESC';

/** Represents an update to a `Workflow`. Fields that are set will be updated. */
export type WorkflowPatch = {
  /** What the workflow is for. */
  description?: string | null | undefined;
  /** Which step follows which, a list of up to 2000 objects, each with an id of its own and the ids of two nodes: source and target. */
  edges?: JsonValue | null | undefined;
  /** The workflow’s name. */
  name?: string | null | undefined;
  /** The steps, a list of up to 500 objects, each with an id of its own (a text), a type (a value of WorkflowNodeType as it is stored, such as send_email) and the settings that the type asks for. */
  nodes?: JsonValue | null | undefined;
  /** How the workflow runs, an object: errorHandling (continue or stop), maxExecutionTime (seconds, 300 unless set) and timezone (the organization’s unless set). */
  settings?: JsonValue | null | undefined;
  /** Whether the workflow runs; an active one has a node at least, and nothing that keeps it from being run. */
  status?: WorkflowStatus | null | undefined;
  /** More about when the workflow starts, such as the times of a schedule, an object. */
  triggerConfig?: JsonValue | null | undefined;
  /** What starts the workflow. */
  triggerType?: WorkflowTriggerType | null | undefined;
};

/** Whether a workflow runs. */
export type WorkflowStatus =
  /** Runs when it is triggered. */
  | 'ACTIVE'
  /** Is being written. */
  | 'DRAFT'
  /** Is switched off. */
  | 'INACTIVE';

/** A filter to be used against WorkflowStatus fields. All fields are combined with a logical ‘and.’ */
export type WorkflowStatusFilter = {
  /** Equal to the specified value. */
  equalTo?: WorkflowStatus | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: WorkflowStatus | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: WorkflowStatus | null | undefined;
  /** Included in the specified list. */
  in?: Array<WorkflowStatus> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: WorkflowStatus | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: WorkflowStatus | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: WorkflowStatus | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<WorkflowStatus> | null | undefined;
};

/** What starts a workflow. */
export type WorkflowTriggerType =
  /** An appointment was booked. */
  | 'APPOINTMENT_BOOKED'
  /** An appointment was canceled. */
  | 'APPOINTMENT_CANCELED'
  /** An appointment took place. */
  | 'APPOINTMENT_COMPLETED'
  /** A call ended. */
  | 'CALL_COMPLETED'
  /** A contact was added. */
  | 'CONTACT_CREATED'
  /** A deal was added. */
  | 'DEAL_CREATED'
  /** A deal moved to another stage. */
  | 'DEAL_STAGE_CHANGED'
  /** Somebody sent a form. */
  | 'FORM_SUBMITTED'
  /** A lead was added. */
  | 'LEAD_CREATED'
  /** A lead’s status changed. */
  | 'LEAD_STATUS_CHANGED'
  /** When somebody starts it. */
  | 'MANUAL'
  /** A message came in. */
  | 'MESSAGE_RECEIVED'
  /** Somebody wrote a review. */
  | 'REVIEW_RECEIVED'
  /** At set times. */
  | 'SCHEDULE'
  /** A ticket was opened. */
  | 'TICKET_CREATED'
  /** A ticket’s status changed. */
  | 'TICKET_STATUS_CHANGED';

/** A filter to be used against WorkflowTriggerType fields. All fields are combined with a logical ‘and.’ */
export type WorkflowTriggerTypeFilter = {
  /** Equal to the specified value. */
  equalTo?: WorkflowTriggerType | null | undefined;
  /** Greater than the specified value. */
  greaterThan?: WorkflowTriggerType | null | undefined;
  /** Greater than or equal to the specified value. */
  greaterThanOrEqualTo?: WorkflowTriggerType | null | undefined;
  /** Included in the specified list. */
  in?: Array<WorkflowTriggerType> | null | undefined;
  /** Is null (if `true` is specified) or is not null (if `false` is specified). */
  isNull?: boolean | null | undefined;
  /** Less than the specified value. */
  lessThan?: WorkflowTriggerType | null | undefined;
  /** Less than or equal to the specified value. */
  lessThanOrEqualTo?: WorkflowTriggerType | null | undefined;
  /** Not equal to the specified value. */
  notEqualTo?: WorkflowTriggerType | null | undefined;
  /** Not included in the specified list. */
  notIn?: Array<WorkflowTriggerType> | null | undefined;
};

export type AppointmentEntryFragment = { __typename: 'Appointment', id: string, kind: AppointmentKind, status: AppointmentStatus, startsAt: string, endsAt: string, location: string | null, contact: { __typename: 'Contact', id: string, name: string, phone: string | null } | null, service: { __typename: 'Service', id: string, name: string, durationMinutes: number } | null, staff: { __typename: 'Membership', id: string, isActive: boolean, user: { __typename: 'User', id: string, fullName: string | null, avatarUrl: string | null } | null } | null, business: { __typename: 'Business', id: string, name: string, timezone: string | null } | null };

export type ContactRowFragment = { __typename: 'Contact', id: string, name: string, email: string | null, phone: string | null, lifecycleStage: ContactLifecycleStage, createdAt: string, deletedAt: string | null, company: { __typename: 'Company', id: string, name: string } | null, owner: { __typename: 'Membership', id: string } | null };

export type ConversationRowFragment = { __typename: 'Conversation', id: string, channel: Channel, subject: string | null, status: ConversationStatus, unreadCount: number, lastMessageAt: string, lastMessagePreview: string | null, contact: { __typename: 'Contact', id: string, name: string, email: string | null, phone: string | null } | null, assignedTo: { __typename: 'Membership', id: string, isActive: boolean, user: { __typename: 'User', id: string, fullName: string | null, avatarUrl: string | null } | null } | null };

export type DealCardFragment = { __typename: 'Deal', id: string, title: string, valueCents: string, currency: string, probability: number, expectedCloseOn: string | null, stageChangedAt: string, updatedAt: string, stage: { __typename: 'PipelineStage', id: string } | null, contact: { __typename: 'Contact', id: string, name: string } | null, company: { __typename: 'Company', id: string, name: string } | null, owner: { __typename: 'Membership', id: string, isActive: boolean, user: { __typename: 'User', id: string, fullName: string | null, avatarUrl: string | null } | null } | null };

export type MemberNameFragment = { __typename: 'Membership', id: string, isActive: boolean, user: { __typename: 'User', id: string, fullName: string | null, avatarUrl: string | null } | null };

export type MessageEntryFragment = { __typename: 'Message', id: string, channel: Channel, direction: Direction, fromAddress: string | null, toAddress: string | null, subject: string | null, body: string, status: MessageStatus, errorMessage: string | null, createdAt: string, readAt: string | null, createdBy: { __typename: 'Membership', id: string, isActive: boolean, user: { __typename: 'User', id: string, fullName: string | null, avatarUrl: string | null } | null } | null };

export type TaskRowFragment = { __typename: 'Task', id: string, title: string, status: TaskStatus, priority: Priority, dueAt: string | null, completedAt: string | null, contact: { __typename: 'Contact', id: string, name: string } | null, assignee: { __typename: 'Membership', id: string, isActive: boolean, user: { __typename: 'User', id: string, fullName: string | null, avatarUrl: string | null } | null } | null };

export type TicketRowFragment = { __typename: 'Ticket', id: string, number: number, subject: string, status: TicketStatus, priority: Priority, createdAt: string, lastActivityAt: string, firstResponseAt: string | null, contact: { __typename: 'Contact', id: string, name: string } | null, assignedTo: { __typename: 'Membership', id: string, isActive: boolean, user: { __typename: 'User', id: string, fullName: string | null, avatarUrl: string | null } | null } | null, team: { __typename: 'Team', id: string, name: string } | null };

export type AcceptInvitationMutationVariables = Exact<{
  token: string;
}>;


export type AcceptInvitationMutation = { acceptInvitation: { __typename: 'AcceptInvitationPayload', membership: { __typename: 'Membership', id: string, organizationId: string, isActive: boolean } | null } | null };

export type AcceptMyProposalMutationVariables = Exact<{
  id: string;
}>;


export type AcceptMyProposalMutation = { acceptProposal: { __typename: 'AcceptProposalPayload', query: { proposal: { __typename: 'Proposal', id: string, status: ProposalStatus, acceptedAt: string | null } | null } | null } | null };

export type AcceptProposalMutationVariables = Exact<{
  id: string;
}>;


export type AcceptProposalMutation = { acceptProposal: { __typename: 'AcceptProposalPayload', query: { proposal: { __typename: 'Proposal', id: string, status: ProposalStatus, acceptedAt: string | null, contracts: { __typename: 'ContractConnection', nodes: Array<{ __typename: 'Contract', id: string, number: number, status: ContractStatus, valueCents: string }> } } | null } | null } | null };

export type ActivateWorkflowMutationVariables = Exact<{
  workflowId: string;
}>;


export type ActivateWorkflowMutation = { activateWorkflow: { __typename: 'ActivateWorkflowPayload', workflow: { __typename: 'Workflow', id: string, status: WorkflowStatus, version: number } | null } | null };

export type AddTeamMemberMutationVariables = Exact<{
  teamMember: TeamMemberInput;
}>;


export type AddTeamMemberMutation = { createTeamMember: { __typename: 'CreateTeamMemberPayload', teamMember: { __typename: 'TeamMember', id: string, team: { __typename: 'Team', id: string, name: string } | null, membership: { __typename: 'Membership', id: string, isActive: boolean, user: { __typename: 'User', id: string, fullName: string | null, avatarUrl: string | null } | null } | null } | null } | null };

export type AppShellQueryVariables = Exact<{ [key: string]: never; }>;


export type AppShellQuery = { me: { __typename: 'User', id: string, email: string, fullName: string | null, avatarUrl: string | null, locale: string, timezone: string } | null, currentOrganization: { __typename: 'Organization', id: string, slug: string, name: string, locale: string, currency: string, timezone: string } | null, currentMembership: { __typename: 'Membership', id: string, title: string | null, availability: MemberAvailability, role: { __typename: 'Role', id: string, name: string, systemRole: SystemRole | null } | null, defaultBusiness: { __typename: 'Business', id: string, name: string } | null } | null, myOrganizations: { __typename: 'OrganizationConnection', nodes: Array<{ __typename: 'Organization', id: string, slug: string, name: string }> } | null, myPermissions: { __typename: 'GrantedPermissionConnection', nodes: Array<{ __typename: 'GrantedPermission', resource: string | null, action: string | null, scope: string | null }> } | null, notifications: { __typename: 'NotificationConnection', totalCount: number, nodes: Array<{ __typename: 'Notification', id: string, kind: NotificationKind, title: string, body: string | null, link: string | null, createdAt: string }> } | null };

export type ApplyMacroMutationVariables = Exact<{
  ticketId: string;
  macroId: string;
  isInternal?: boolean | null | undefined;
}>;


export type ApplyMacroMutation = { applyMacro: { __typename: 'ApplyMacroPayload', ticket: { __typename: 'Ticket', id: string, status: TicketStatus, priority: Priority, tags: Array<string | null>, assignedTo: { __typename: 'Membership', id: string } | null, ticketMessages: { __typename: 'TicketMessageConnection', nodes: Array<{ __typename: 'TicketMessage', id: string, body: string, isInternal: boolean }> } } | null } | null };

export type ArchiveActivityMutationVariables = Exact<{
  id: string;
}>;


export type ArchiveActivityMutation = { archiveActivity: { __typename: 'ArchiveActivityPayload', activity: { __typename: 'Activity', id: string, deletedAt: string | null } | null } | null };

export type ArchiveAppointmentMutationVariables = Exact<{
  id: string;
}>;


export type ArchiveAppointmentMutation = { archiveAppointment: { __typename: 'ArchiveAppointmentPayload', appointment: { __typename: 'Appointment', id: string, deletedAt: string | null } | null } | null };

export type ArchiveCompanyMutationVariables = Exact<{
  id: string;
}>;


export type ArchiveCompanyMutation = { archiveCompany: { __typename: 'ArchiveCompanyPayload', company: { __typename: 'Company', id: string, deletedAt: string | null } | null } | null };

export type ArchiveContactMutationVariables = Exact<{
  id: string;
}>;


export type ArchiveContactMutation = { archiveContact: { __typename: 'ArchiveContactPayload', contact: { __typename: 'Contact', id: string, deletedAt: string | null } | null } | null };

export type ArchiveContractMutationVariables = Exact<{
  id: string;
}>;


export type ArchiveContractMutation = { archiveContract: { __typename: 'ArchiveContractPayload', contract: { __typename: 'Contract', id: string, deletedAt: string | null } | null } | null };

export type ArchiveDealMutationVariables = Exact<{
  id: string;
}>;


export type ArchiveDealMutation = { archiveDeal: { __typename: 'ArchiveDealPayload', deal: { __typename: 'Deal', id: string, deletedAt: string | null } | null } | null };

export type ArchiveLeadMutationVariables = Exact<{
  id: string;
}>;


export type ArchiveLeadMutation = { archiveLead: { __typename: 'ArchiveLeadPayload', lead: { __typename: 'Lead', id: string, deletedAt: string | null } | null } | null };

export type ArchiveProposalMutationVariables = Exact<{
  id: string;
}>;


export type ArchiveProposalMutation = { archiveProposal: { __typename: 'ArchiveProposalPayload', proposal: { __typename: 'Proposal', id: string, deletedAt: string | null } | null } | null };

export type ArchiveTaskMutationVariables = Exact<{
  id: string;
}>;


export type ArchiveTaskMutation = { archiveTask: { __typename: 'ArchiveTaskPayload', task: { __typename: 'Task', id: string, deletedAt: string | null } | null } | null };

export type AssignConversationMutationVariables = Exact<{
  conversationId: string;
  membershipId?: string | null | undefined;
}>;


export type AssignConversationMutation = { assignConversation: { __typename: 'AssignConversationPayload', conversation: { __typename: 'Conversation', id: string, assignedTo: { __typename: 'Membership', id: string } | null } | null } | null };

export type AssignTicketMutationVariables = Exact<{
  ticketId: string;
  assignedToId?: string | null | undefined;
  teamId?: string | null | undefined;
}>;


export type AssignTicketMutation = { assignTicket: { __typename: 'AssignTicketPayload', ticket: { __typename: 'Ticket', id: string, assignedTo: { __typename: 'Membership', id: string } | null, team: { __typename: 'Team', id: string } | null } | null } | null };

export type AuditTrailQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: AuditLogFilter | null | undefined;
}>;


export type AuditTrailQuery = { auditLogs: { __typename: 'AuditLogConnection', nodes: Array<{ __typename: 'AuditLog', id: string, action: AuditAction, actorKind: AuditActorKind, tableName: string, recordId: string | null, changedColumns: Array<string | null> | null, oldData: JsonValue | null, newData: JsonValue | null, createdAt: string, user: { __typename: 'User', id: string, fullName: string | null } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type AvailableSlotsQueryVariables = Exact<{
  serviceId: string;
  firstDay: string;
  lastDay?: string | null | undefined;
  staffId?: string | null | undefined;
  isForPortal?: boolean | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type AvailableSlotsQuery = { availableSlots: { __typename: 'FreeSlotConnection', totalCount: number, nodes: Array<{ __typename: 'FreeSlot', startsAt: string | null, endsAt: string | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type BookAppointmentMutationVariables = Exact<{
  booking: BookAppointmentInput;
}>;


export type BookAppointmentMutation = { bookAppointment: { __typename: 'BookAppointmentPayload', appointment: { __typename: 'Appointment', id: string, status: AppointmentStatus, source: string, startsAt: string, endsAt: string, priceCents: string | null, currency: string | null, contact: { __typename: 'Contact', id: string, name: string } | null, service: { __typename: 'Service', id: string, name: string } | null } | null } | null };

export type BookingRulesQueryVariables = Exact<{ [key: string]: never; }>;


export type BookingRulesQuery = { bookingRules: { __typename: 'BookingRule', minimumNoticeMinutes: number | null, cancellationNoticeMinutes: number | null, maximumDaysAhead: number | null, slotMinutes: number | null } | null };

export type CalendarQueryVariables = Exact<{
  from: string;
  to: string;
  staffId?: UuidFilter | null | undefined;
  assigneeId?: UuidFilter | null | undefined;
  first?: number | null | undefined;
}>;


export type CalendarQuery = { appointments: { __typename: 'AppointmentConnection', totalCount: number, nodes: Array<{ __typename: 'Appointment', id: string, kind: AppointmentKind, status: AppointmentStatus, startsAt: string, endsAt: string, location: string | null, contact: { __typename: 'Contact', id: string, name: string, phone: string | null } | null, service: { __typename: 'Service', id: string, name: string, durationMinutes: number } | null, staff: { __typename: 'Membership', id: string, isActive: boolean, user: { __typename: 'User', id: string, fullName: string | null, avatarUrl: string | null } | null } | null, business: { __typename: 'Business', id: string, name: string, timezone: string | null } | null }> } | null, tasks: { __typename: 'TaskConnection', totalCount: number, nodes: Array<{ __typename: 'Task', id: string, title: string, status: TaskStatus, priority: Priority, dueAt: string | null, completedAt: string | null, contact: { __typename: 'Contact', id: string, name: string } | null, assignee: { __typename: 'Membership', id: string, isActive: boolean, user: { __typename: 'User', id: string, fullName: string | null, avatarUrl: string | null } | null } | null }> } | null };

export type CancelAppointmentMutationVariables = Exact<{
  appointmentId: string;
  reason?: string | null | undefined;
}>;


export type CancelAppointmentMutation = { cancelAppointment: { __typename: 'CancelAppointmentPayload', appointment: { __typename: 'Appointment', id: string, status: AppointmentStatus, canceledAt: string | null, cancellationReason: string | null } | null } | null };

export type ChangeDealStageMutationVariables = Exact<{
  id: string;
  stageId: string;
  lostReason?: string | null | undefined;
}>;


export type ChangeDealStageMutation = { updateDeal: { __typename: 'UpdateDealPayload', deal: { __typename: 'Deal', id: string, probability: number, closedAt: string | null, lostReason: string | null, stage: { __typename: 'PipelineStage', id: string, name: string, kind: PipelineStageKind } | null } | null } | null };

export type ChangeMemberMutationVariables = Exact<{
  id: string;
  patch: MembershipPatch;
}>;


export type ChangeMemberMutation = { updateMembership: { __typename: 'UpdateMembershipPayload', membership: { __typename: 'Membership', id: string, isActive: boolean, role: { __typename: 'Role', id: string } | null } | null } | null };

export type ChangePasswordMutationVariables = Exact<{
  input: ChangePasswordInput;
}>;


export type ChangePasswordMutation = { changePassword: { __typename: 'ChangePasswordPayload', clientMutationId: string | null } | null };

export type ChooseDefaultOrganizationMutationVariables = Exact<{
  organizationId: string;
}>;


export type ChooseDefaultOrganizationMutation = { chooseDefaultOrganization: { __typename: 'ChooseDefaultOrganizationPayload', organization: { __typename: 'Organization', id: string, slug: string } | null } | null };

export type ClaimInvitationMutationVariables = Exact<{
  token: string;
  password?: string | null | undefined;
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
}>;


export type ClaimInvitationMutation = { claimInvitation: { __typename: 'ClaimInvitationPayload', claimed: { __typename: 'ClaimedInvitation', organizationId: string | null, organizationName: string | null, organizationSlug: string | null, contactId: string | null, email: string | null } | null } | null };

export type CloseConversationMutationVariables = Exact<{
  conversationId: string;
}>;


export type CloseConversationMutation = { closeConversation: { __typename: 'CloseConversationPayload', conversation: { __typename: 'Conversation', id: string, status: ConversationStatus } | null } | null };

export type CloseTicketMutationVariables = Exact<{
  ticketId: string;
}>;


export type CloseTicketMutation = { closeTicket: { __typename: 'CloseTicketPayload', ticket: { __typename: 'Ticket', id: string, status: TicketStatus, solvedAt: string | null, closedAt: string | null, resolutionSeconds: number | null } | null } | null };

export type CompleteAppointmentMutationVariables = Exact<{
  appointmentId: string;
}>;


export type CompleteAppointmentMutation = { completeAppointment: { __typename: 'CompleteAppointmentPayload', appointment: { __typename: 'Appointment', id: string, status: AppointmentStatus, completedAt: string | null } | null } | null };

export type CompleteTaskMutationVariables = Exact<{
  taskId: string;
}>;


export type CompleteTaskMutation = { completeTask: { __typename: 'CompleteTaskPayload', task: { __typename: 'Task', id: string, status: TaskStatus, completedAt: string | null } | null } | null };

export type ConfirmSignUpMutationVariables = Exact<{
  input: ConfirmSignUpInput;
}>;


export type ConfirmSignUpMutation = { confirmSignUp: { __typename: 'ConfirmSignUpPayload', accessToken: string, refreshToken: string, expiresAt: string, sessionExpiresAt: string } | null };

export type ContactPageQueryVariables = Exact<{
  id: string;
  recent?: number | null | undefined;
}>;


export type ContactPageQuery = { contact: { __typename: 'Contact', id: string, firstName: string | null, lastName: string | null, notes: string | null, tags: Array<string | null>, customFields: JsonValue, lastContactedAt: string | null, updatedAt: string, name: string, email: string | null, phone: string | null, lifecycleStage: ContactLifecycleStage, createdAt: string, deletedAt: string | null, summary: { __typename: 'CustomerSummary', id: string, openDealsCount: string | null, openDealsValueCents: string | null, openTicketsCount: string | null, revenueCents: string | null, unreadCount: number | null, nextAppointmentAt: string | null, lastActivityAt: string | null } | null, deals: { __typename: 'DealConnection', totalCount: number, nodes: Array<{ __typename: 'Deal', id: string, title: string, valueCents: string, currency: string, probability: number, expectedCloseOn: string | null, stageChangedAt: string, updatedAt: string, stage: { __typename: 'PipelineStage', id: string } | null, contact: { __typename: 'Contact', id: string, name: string } | null, company: { __typename: 'Company', id: string, name: string } | null, owner: { __typename: 'Membership', id: string, isActive: boolean, user: { __typename: 'User', id: string, fullName: string | null, avatarUrl: string | null } | null } | null }> }, tasks: { __typename: 'TaskConnection', totalCount: number, nodes: Array<{ __typename: 'Task', id: string, title: string, status: TaskStatus, priority: Priority, dueAt: string | null, completedAt: string | null, contact: { __typename: 'Contact', id: string, name: string } | null, assignee: { __typename: 'Membership', id: string, isActive: boolean, user: { __typename: 'User', id: string, fullName: string | null, avatarUrl: string | null } | null } | null }> }, appointments: { __typename: 'AppointmentConnection', totalCount: number, nodes: Array<{ __typename: 'Appointment', id: string, kind: AppointmentKind, status: AppointmentStatus, startsAt: string, endsAt: string, location: string | null, contact: { __typename: 'Contact', id: string, name: string, phone: string | null } | null, service: { __typename: 'Service', id: string, name: string, durationMinutes: number } | null, staff: { __typename: 'Membership', id: string, isActive: boolean, user: { __typename: 'User', id: string, fullName: string | null, avatarUrl: string | null } | null } | null, business: { __typename: 'Business', id: string, name: string, timezone: string | null } | null }> }, tickets: { __typename: 'TicketConnection', totalCount: number, nodes: Array<{ __typename: 'Ticket', id: string, number: number, subject: string, status: TicketStatus, priority: Priority, createdAt: string, lastActivityAt: string, firstResponseAt: string | null, contact: { __typename: 'Contact', id: string, name: string } | null, assignedTo: { __typename: 'Membership', id: string, isActive: boolean, user: { __typename: 'User', id: string, fullName: string | null, avatarUrl: string | null } | null } | null, team: { __typename: 'Team', id: string, name: string } | null }> }, conversations: { __typename: 'ConversationConnection', totalCount: number, nodes: Array<{ __typename: 'Conversation', id: string, channel: Channel, subject: string | null, status: ConversationStatus, unreadCount: number, lastMessageAt: string, lastMessagePreview: string | null, contact: { __typename: 'Contact', id: string, name: string, email: string | null, phone: string | null } | null, assignedTo: { __typename: 'Membership', id: string, isActive: boolean, user: { __typename: 'User', id: string, fullName: string | null, avatarUrl: string | null } | null } | null }> }, company: { __typename: 'Company', id: string, name: string } | null, owner: { __typename: 'Membership', id: string } | null } | null };

export type ContactTimelineQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ContactTimelineQuery = { contact: { __typename: 'Contact', id: string, timeline: { __typename: 'ContactTimelineEntryConnection', nodes: Array<{ __typename: 'ContactTimelineEntry', id: string, kind: ContactTimelineKind | null, occurredAt: string | null, title: string | null, detail: string | null, direction: Direction | null, status: string | null, membershipId: string | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } } | null };

export type ConversationChangedSubscriptionVariables = Exact<{
  id?: string | null | undefined;
}>;


export type ConversationChangedSubscription = { conversationChanged: { __typename: 'ConversationChangedPayload', event: LiveEvent, id: string | null, conversation: { __typename: 'Conversation', id: string, status: ConversationStatus, unreadCount: number, lastMessageAt: string, lastMessagePreview: string | null } | null } | null };

export type ConversationPageQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ConversationPageQuery = { conversation: { __typename: 'Conversation', id: string, channel: Channel, subject: string | null, status: ConversationStatus, unreadCount: number, lastMessageAt: string, lastMessagePreview: string | null, messages: { __typename: 'MessageConnection', totalCount: number, nodes: Array<{ __typename: 'Message', id: string, channel: Channel, direction: Direction, fromAddress: string | null, toAddress: string | null, subject: string | null, body: string, status: MessageStatus, errorMessage: string | null, createdAt: string, readAt: string | null, createdBy: { __typename: 'Membership', id: string, isActive: boolean, user: { __typename: 'User', id: string, fullName: string | null, avatarUrl: string | null } | null } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } }, contact: { __typename: 'Contact', id: string, name: string, email: string | null, phone: string | null } | null, assignedTo: { __typename: 'Membership', id: string, isActive: boolean, user: { __typename: 'User', id: string, fullName: string | null, avatarUrl: string | null } | null } | null } | null };

export type ConvertLeadMutationVariables = Exact<{
  input: ConvertLeadInput;
}>;


export type ConvertLeadMutation = { convertLead: { __typename: 'ConvertLeadPayload', conversion: { __typename: 'LeadConversion', lead: { __typename: 'Lead', id: string, status: LeadStatus, convertedAt: string | null } | null, contact: { __typename: 'Contact', id: string, name: string } | null, company: { __typename: 'Company', id: string, name: string } | null, deal: { __typename: 'Deal', id: string, title: string, valueCents: string, stage: { __typename: 'PipelineStage', id: string, name: string } | null } | null } | null } | null };

export type CreateActivityMutationVariables = Exact<{
  activity: ActivityInput;
}>;


export type CreateActivityMutation = { createActivity: { __typename: 'CreateActivityPayload', activity: { __typename: 'Activity', id: string, kind: ActivityKind, subject: string | null, occurredAt: string, createdBy: { __typename: 'Membership', id: string } | null, contact: { __typename: 'Contact', id: string, lastContactedAt: string | null } | null } | null } | null };

export type CreateApiKeyMutationVariables = Exact<{
  name: string;
  roleId: string;
  expiresAt?: string | null | undefined;
}>;


export type CreateApiKeyMutation = { createApiKey: { __typename: 'CreateApiKeyPayload', issued: { __typename: 'IssuedApiKey', secret: string | null, apiKey: { __typename: 'ApiKey', id: string, name: string, prefix: string, expiresAt: string | null } | null } | null } | null };

export type CreateAppointmentMutationVariables = Exact<{
  appointment: AppointmentInput;
}>;


export type CreateAppointmentMutation = { createAppointment: { __typename: 'CreateAppointmentPayload', appointment: { __typename: 'Appointment', id: string, kind: AppointmentKind, status: AppointmentStatus, source: string, startsAt: string, endsAt: string, priceCents: string | null, currency: string | null, contact: { __typename: 'Contact', id: string, name: string, email: string | null, phone: string | null } | null, service: { __typename: 'Service', id: string, name: string } | null, staff: { __typename: 'Membership', id: string } | null } | null } | null };

export type CreateBusinessMutationVariables = Exact<{
  business: BusinessInput;
}>;


export type CreateBusinessMutation = { createBusiness: { __typename: 'CreateBusinessPayload', business: { __typename: 'Business', id: string, slug: string, name: string, timezone: string | null, isActive: boolean } | null } | null };

export type CreateBusinessMembershipMutationVariables = Exact<{
  businessMembership: BusinessMembershipInput;
}>;


export type CreateBusinessMembershipMutation = { createBusinessMembership: { __typename: 'CreateBusinessMembershipPayload', businessMembership: { __typename: 'BusinessMembership', id: string } | null } | null };

export type CreateCallMutationVariables = Exact<{
  call: CallInput;
}>;


export type CreateCallMutation = { createCall: { __typename: 'CreateCallPayload', call: { __typename: 'Call', id: string, direction: Direction, fromNumber: string | null, toNumber: string | null, status: CallStatus, durationSeconds: number | null, costCents: string | null, currency: string, contactId: string | null, conversationId: string | null } | null } | null };

export type CreateCallCampaignMutationVariables = Exact<{
  callCampaign: CallCampaignInput;
}>;


export type CreateCallCampaignMutation = { createCallCampaign: { __typename: 'CreateCallCampaignPayload', callCampaign: { __typename: 'CallCampaign', id: string, name: string, status: CallCampaignStatus, createdBy: { __typename: 'Membership', id: string } | null } | null } | null };

export type CreateCallCampaignTargetMutationVariables = Exact<{
  callCampaignTarget: CallCampaignTargetInput;
}>;


export type CreateCallCampaignTargetMutation = { createCallCampaignTarget: { __typename: 'CreateCallCampaignTargetPayload', callCampaignTarget: { __typename: 'CallCampaignTarget', id: string, phone: string, state: CallCampaignTargetState, attempts: number, campaign: { __typename: 'CallCampaign', id: string, callCampaignTargets: { __typename: 'CallCampaignTargetConnection', totalCount: number } } | null } | null } | null };

export type CreateCompanyMutationVariables = Exact<{
  company: CompanyInput;
}>;


export type CreateCompanyMutation = { createCompany: { __typename: 'CreateCompanyPayload', company: { __typename: 'Company', id: string, name: string, domain: string | null, phone: string | null, owner: { __typename: 'Membership', id: string } | null } | null } | null };

export type CreateContactMutationVariables = Exact<{
  contact: ContactInput;
}>;


export type CreateContactMutation = { createContact: { __typename: 'CreateContactPayload', contact: { __typename: 'Contact', id: string, name: string, email: string | null, phone: string | null, lifecycleStage: ContactLifecycleStage, owner: { __typename: 'Membership', id: string } | null, company: { __typename: 'Company', id: string } | null } | null } | null };

export type CreateContactsMutationVariables = Exact<{
  contacts: Array<ContactInput> | ContactInput;
}>;


export type CreateContactsMutation = { createContacts: { __typename: 'CreateContactsPayload', contacts: Array<{ __typename: 'Contact', id: string, name: string, email: string | null, updatedAt: string, owner: { __typename: 'Membership', id: string } | null, company: { __typename: 'Company', id: string } | null }> | null } | null };

export type CreateContractMutationVariables = Exact<{
  contract: ContractInput;
}>;


export type CreateContractMutation = { createContract: { __typename: 'CreateContractPayload', contract: { __typename: 'Contract', id: string, number: number, title: string, status: ContractStatus, valueCents: string, currency: string, startsOn: string | null, endsOn: string | null, signedAt: string | null } | null } | null };

export type CreateCustomFieldDefinitionMutationVariables = Exact<{
  customFieldDefinition: CustomFieldDefinitionInput;
}>;


export type CreateCustomFieldDefinitionMutation = { createCustomFieldDefinition: { __typename: 'CreateCustomFieldDefinitionPayload', customFieldDefinition: { __typename: 'CustomFieldDefinition', id: string, entity: CustomFieldEntity, fieldName: string, label: string, fieldType: CustomFieldType, options: Array<string | null>, isRequired: boolean, isInternal: boolean, position: number } | null } | null };

export type CreateDataRequestMutationVariables = Exact<{
  dataRequest: DataRequestInput;
}>;


export type CreateDataRequestMutation = { createDataRequest: { __typename: 'CreateDataRequestPayload', dataRequest: { __typename: 'DataRequest', id: string, kind: DataRequestKind, status: DataRequestStatus, requestedBy: { __typename: 'Membership', id: string } | null, contact: { __typename: 'Contact', id: string } | null } | null } | null };

export type CreateDealMutationVariables = Exact<{
  deal: DealInput;
}>;


export type CreateDealMutation = { createDeal: { __typename: 'CreateDealPayload', deal: { __typename: 'Deal', id: string, title: string, valueCents: string, currency: string, probability: number, closedAt: string | null, stage: { __typename: 'PipelineStage', id: string, name: string } | null } | null } | null };

export type CreateEmailAccountMutationVariables = Exact<{
  emailAccount: EmailAccountInput;
}>;


export type CreateEmailAccountMutation = { createEmailAccount: { __typename: 'CreateEmailAccountPayload', emailAccount: { __typename: 'EmailAccount', id: string, emailAddress: string, imapSettings: JsonValue, smtpSettings: JsonValue } | null } | null };

export type CreateFormMutationVariables = Exact<{
  form: FormInput;
}>;


export type CreateFormMutation = { createForm: { __typename: 'CreateFormPayload', form: { __typename: 'Form', id: string, name: string, type: FormType, fields: JsonValue, settings: JsonValue, isActive: boolean, submissionCount: number } | null } | null };

export type CreateFormSubmissionMutationVariables = Exact<{
  submission: FormSubmissionInput;
}>;


export type CreateFormSubmissionMutation = { createFormSubmission: { __typename: 'CreateFormSubmissionPayload', formSubmission: { __typename: 'FormSubmission', id: string, data: JsonValue, lead: { __typename: 'Lead', id: string, name: string, email: string | null, source: string, status: LeadStatus, tags: Array<string | null>, utmSource: string | null, utmMedium: string | null, utmCampaign: string | null } | null, contact: { __typename: 'Contact', id: string } | null } | null } | null };

export type CreateLeadMutationVariables = Exact<{
  lead: LeadInput;
}>;


export type CreateLeadMutation = { createLead: { __typename: 'CreateLeadPayload', lead: { __typename: 'Lead', id: string, name: string, email: string | null, phone: string | null, status: LeadStatus, leadScore: number, convertedAt: string | null, lostReason: string | null, customFields: JsonValue, contact: { __typename: 'Contact', id: string } | null } | null } | null };

export type CreateLeadEnrichmentMutationVariables = Exact<{
  leadEnrichment: LeadEnrichmentInput;
}>;


export type CreateLeadEnrichmentMutation = { createLeadEnrichment: { __typename: 'CreateLeadEnrichmentPayload', leadEnrichment: { __typename: 'LeadEnrichment', id: string, provider: string, data: JsonValue, confidence: number | null, fetchedAt: string } | null } | null };

export type CreateLeadScoringRuleMutationVariables = Exact<{
  leadScoringRule: LeadScoringRuleInput;
}>;


export type CreateLeadScoringRuleMutation = { createLeadScoringRule: { __typename: 'CreateLeadScoringRulePayload', leadScoringRule: { __typename: 'LeadScoringRule', id: string, name: string, field: LeadScoringField, key: string | null, operator: LeadScoringOperator, value: string | null, points: number, isActive: boolean } | null } | null };

export type CreateMacroMutationVariables = Exact<{
  macro: MacroInput;
}>;


export type CreateMacroMutation = { createMacro: { __typename: 'CreateMacroPayload', macro: { __typename: 'Macro', id: string, title: string, body: string | null, actions: JsonValue } | null } | null };

export type CreateMessageMutationVariables = Exact<{
  message: MessageInput;
}>;


export type CreateMessageMutation = { createMessage: { __typename: 'CreateMessagePayload', message: { __typename: 'Message', id: string, channel: Channel, direction: Direction, fromAddress: string | null, toAddress: string | null, body: string, status: MessageStatus, conversationId: string, contactId: string | null } | null } | null };

export type CreateMessageTemplateMutationVariables = Exact<{
  messageTemplate: MessageTemplateInput;
}>;


export type CreateMessageTemplateMutation = { createMessageTemplate: { __typename: 'CreateMessageTemplatePayload', messageTemplate: { __typename: 'MessageTemplate', id: string, name: string, type: MessageTemplateType, variables: Array<string | null>, usageCount: number } | null } | null };

export type CreateOrganizationMutationVariables = Exact<{
  name: string;
  slug?: string | null | undefined;
  locale?: string | null | undefined;
  timezone?: string | null | undefined;
  currency?: string | null | undefined;
}>;


export type CreateOrganizationMutation = { createOrganization: { __typename: 'CreateOrganizationPayload', organization: { __typename: 'Organization', id: string, slug: string, name: string, locale: string, timezone: string, currency: string } | null } | null };

export type CreateProposalMutationVariables = Exact<{
  proposal: ProposalInput;
}>;


export type CreateProposalMutation = { createProposal: { __typename: 'CreateProposalPayload', proposal: { __typename: 'Proposal', id: string, number: number, title: string, status: ProposalStatus, currency: string, subtotalCents: string, taxCents: string, totalCents: string, validUntil: string | null, sentAt: string | null, acceptedAt: string | null } | null } | null };

export type CreateProposalFromDealMutationVariables = Exact<{
  input: CreateProposalFromDealInput;
}>;


export type CreateProposalFromDealMutation = { createProposalFromDeal: { __typename: 'CreateProposalFromDealPayload', proposal: { __typename: 'Proposal', id: string, number: number, title: string, status: ProposalStatus, currency: string, totalCents: string, validUntil: string | null, contact: { __typename: 'Contact', id: string } | null, proposalItems: { __typename: 'ProposalItemConnection', nodes: Array<{ __typename: 'ProposalItem', id: string, description: string, amountCents: string, taxCents: string }> } } | null } | null };

export type CreateProposalItemMutationVariables = Exact<{
  proposalItem: ProposalItemInput;
}>;


export type CreateProposalItemMutation = { createProposalItem: { __typename: 'CreateProposalItemPayload', proposalItem: { __typename: 'ProposalItem', id: string, amountCents: string, taxCents: string, proposal: { __typename: 'Proposal', id: string, subtotalCents: string, taxCents: string, totalCents: string } | null } | null } | null };

export type CreateReviewMutationVariables = Exact<{
  review: ReviewInput;
}>;


export type CreateReviewMutation = { createReview: { __typename: 'CreateReviewPayload', review: { __typename: 'Review', id: string, rating: number, comment: string | null, source: string, contact: { __typename: 'Contact', id: string } | null, service: { __typename: 'Service', id: string } | null } | null } | null };

export type CreateRoleMutationVariables = Exact<{
  role: RoleInput;
}>;


export type CreateRoleMutation = { createRole: { __typename: 'CreateRolePayload', role: { __typename: 'Role', id: string, name: string, isSystem: boolean } | null } | null };

export type CreateRolePermissionMutationVariables = Exact<{
  rolePermission: RolePermissionInput;
}>;


export type CreateRolePermissionMutation = { createRolePermission: { __typename: 'CreateRolePermissionPayload', rolePermission: { __typename: 'RolePermission', id: string, resource: string, action: string, scope: PermissionScope } | null } | null };

export type CreateServiceMutationVariables = Exact<{
  service: ServiceInput;
}>;


export type CreateServiceMutation = { createService: { __typename: 'CreateServicePayload', service: { __typename: 'Service', id: string, name: string, category: string | null, durationMinutes: number, priceCents: string, currency: string, isActive: boolean } | null } | null };

export type CreateTaskMutationVariables = Exact<{
  task: TaskInput;
}>;


export type CreateTaskMutation = { createTask: { __typename: 'CreateTaskPayload', task: { __typename: 'Task', id: string, title: string, status: TaskStatus, priority: Priority, completedAt: string | null, assignee: { __typename: 'Membership', id: string } | null, createdBy: { __typename: 'Membership', id: string } | null } | null } | null };

export type CreateTeamMutationVariables = Exact<{
  team: TeamInput;
}>;


export type CreateTeamMutation = { createTeam: { __typename: 'CreateTeamPayload', team: { __typename: 'Team', id: string, name: string, description: string | null } | null } | null };

export type CreateTicketMutationVariables = Exact<{
  ticket: TicketInput;
}>;


export type CreateTicketMutation = { createTicket: { __typename: 'CreateTicketPayload', ticket: { __typename: 'Ticket', id: string, number: number, subject: string, status: TicketStatus, priority: Priority, channel: TicketChannel } | null } | null };

export type CreateWebhookEndpointMutationVariables = Exact<{
  endpoint: WebhookEndpointInput;
}>;


export type CreateWebhookEndpointMutation = { createWebhookEndpoint: { __typename: 'CreateWebhookEndpointPayload', webhookEndpoint: { __typename: 'WebhookEndpoint', id: string, url: string, events: Array<string | null>, isActive: boolean, signingSecretSetAt: string | null } | null } | null };

export type CreateWorkflowMutationVariables = Exact<{
  workflow: WorkflowInput;
}>;


export type CreateWorkflowMutation = { createWorkflow: { __typename: 'CreateWorkflowPayload', workflow: { __typename: 'Workflow', id: string, name: string, triggerType: WorkflowTriggerType, status: WorkflowStatus, version: number, settings: JsonValue } | null } | null };

export type CreateWorkflowExecutionMutationVariables = Exact<{
  execution: WorkflowExecutionInput;
}>;


export type CreateWorkflowExecutionMutation = { createWorkflowExecution: { __typename: 'CreateWorkflowExecutionPayload', workflowExecution: { __typename: 'WorkflowExecution', id: string, status: WorkflowExecutionStatus, workflowVersion: number } | null } | null };

export type CurrentMembershipQueryVariables = Exact<{ [key: string]: never; }>;


export type CurrentMembershipQuery = { currentMembership: { __typename: 'Membership', id: string, availability: MemberAvailability, role: { __typename: 'Role', id: string, name: string, systemRole: SystemRole | null } | null, user: { __typename: 'User', id: string, email: string } | null, organization: { __typename: 'Organization', id: string, slug: string } | null } | null };

export type CurrentOrganizationQueryVariables = Exact<{ [key: string]: never; }>;


export type CurrentOrganizationQuery = { currentOrganization: { __typename: 'Organization', id: string, slug: string, name: string, locale: string, currency: string, subscriptionStatus: SubscriptionStatus } | null };

export type DailyFiguresQueryVariables = Exact<{
  from: string;
  to: string;
  businessId?: UuidFilter | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type DailyFiguresQuery = { dailyMetrics: { __typename: 'DailyMetricConnection', nodes: Array<{ __typename: 'DailyMetric', id: string, metricDate: string | null, businessId: string | null, newContacts: string | null, newLeads: string | null, messagesIn: string | null, messagesOut: string | null, callsTotal: string | null, appointmentsBooked: string | null, appointmentsCompleted: string | null, dealsWon: string | null, dealsWonValueCents: string | null, revenueCents: string | null, ticketsOpened: string | null, ticketsSolved: string | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type DashboardQueryVariables = Exact<{
  today: string;
  myMembershipId: string;
}>;


export type DashboardQuery = { businessDashboards: { __typename: 'BusinessDashboardConnection', nodes: Array<{ __typename: 'BusinessDashboard', businessId: string, businessName: string | null, currentDay: string | null, todayNewContacts: string | null, todayMessagesIn: string | null, todayAppointments: string | null, todayRevenueCents: string | null, last7DaysNewContacts: string | null, last7DaysRevenueCents: string | null, last30DaysNewContacts: string | null, last30DaysDealsWon: string | null, last30DaysRevenueCents: string | null, openDealsCount: string | null, openPipelineValueCents: string | null, weightedPipelineValueCents: string | null, averageRating: number | null }> } | null, pipelineSummaries: { __typename: 'PipelineSummaryConnection', nodes: Array<{ __typename: 'PipelineSummary', pipelineId: string | null, pipelineName: string | null, stageId: string, stageName: string | null, stageKind: PipelineStageKind | null, position: number | null, dealsCount: string | null, valueCents: string | null, weightedValueCents: string | null }> } | null, tasks: { __typename: 'TaskConnection', totalCount: number, nodes: Array<{ __typename: 'Task', id: string, title: string, status: TaskStatus, priority: Priority, dueAt: string | null, completedAt: string | null, contact: { __typename: 'Contact', id: string, name: string } | null, assignee: { __typename: 'Membership', id: string, isActive: boolean, user: { __typename: 'User', id: string, fullName: string | null, avatarUrl: string | null } | null } | null }> } | null };

export type DeactivateWorkflowMutationVariables = Exact<{
  workflowId: string;
}>;


export type DeactivateWorkflowMutation = { deactivateWorkflow: { __typename: 'DeactivateWorkflowPayload', workflow: { __typename: 'Workflow', id: string, status: WorkflowStatus, version: number } | null } | null };

export type DealChangedSubscriptionVariables = Exact<{
  pipelineId?: string | null | undefined;
}>;


export type DealChangedSubscription = { dealChanged: { __typename: 'DealChangedPayload', event: LiveEvent, id: string | null, deal: { __typename: 'Deal', id: string, title: string, valueCents: string, stage: { __typename: 'PipelineStage', id: string, name: string } | null, pipeline: { __typename: 'Pipeline', id: string } | null } | null } | null };

export type DealsByStageQueryVariables = Exact<{
  filter?: DealFilter | null | undefined;
}>;


export type DealsByStageQuery = { deals: { __typename: 'DealConnection', totalCount: number, aggregates: { __typename: 'DealAggregates', count: number, sum: { __typename: 'DealSumAggregates', valueCents: string } | null } | null, groupedAggregates: Array<{ __typename: 'DealAggregates', keys: Array<string | null> | null, count: number, sum: { __typename: 'DealSumAggregates', valueCents: string, weightedValueCents: string } | null }> | null } | null };

export type DeleteFormSubmissionMutationVariables = Exact<{
  id: string;
}>;


export type DeleteFormSubmissionMutation = { deleteFormSubmission: { __typename: 'DeleteFormSubmissionPayload', formSubmission: { __typename: 'FormSubmission', id: string } | null } | null };

export type DeleteOrganizationMutationVariables = Exact<{
  slug: string;
}>;


export type DeleteOrganizationMutation = { deleteOrganization: { __typename: 'DeleteOrganizationPayload', organizationId: string | null } | null };

export type DeleteProposalItemMutationVariables = Exact<{
  id: string;
}>;


export type DeleteProposalItemMutation = { deleteProposalItem: { __typename: 'DeleteProposalItemPayload', proposalItem: { __typename: 'ProposalItem', id: string } | null } | null };

export type EnrichLeadMutationVariables = Exact<{
  leadId: string;
  provider: string;
  data: JsonValue;
  confidence?: number | null | undefined;
  fetchedAt?: string | null | undefined;
}>;


export type EnrichLeadMutation = { enrichLead: { __typename: 'EnrichLeadPayload', leadEnrichment: { __typename: 'LeadEnrichment', id: string, provider: string, data: JsonValue, confidence: number | null, fetchedAt: string, lead: { __typename: 'Lead', id: string, leadScore: number } | null } | null } | null };

export type ErasePersonalDataMutationVariables = Exact<{
  contactId: string;
}>;


export type ErasePersonalDataMutation = { erasePersonalData: { __typename: 'ErasePersonalDataPayload', dataRequest: { __typename: 'DataRequest', id: string, kind: DataRequestKind, status: DataRequestStatus, contactId: string | null, completedAt: string | null, result: JsonValue, requestedBy: { __typename: 'Membership', id: string } | null } | null } | null };

export type ExportPersonalDataMutationVariables = Exact<{
  contactId: string;
}>;


export type ExportPersonalDataMutation = { exportPersonalData: { __typename: 'ExportPersonalDataPayload', personalDataExport: { __typename: 'PersonalDataExport', dataRequestId: string | null, contactId: string | null, data: JsonValue | null, files: JsonValue | null } | null } | null };

export type FindDuplicatesQueryVariables = Exact<{
  contactId: string;
}>;


export type FindDuplicatesQuery = { findDuplicates: Array<{ __typename: 'DuplicateContact', rank: number | null, score: number | null, reasons: Array<string | null> | null, contact: { __typename: 'Contact', id: string, name: string, email: string | null, phone: string | null } | null }> | null };

export type FormToFillQueryVariables = Exact<{
  formId: string;
}>;


export type FormToFillQuery = { formToFill: { __typename: 'FormDefinition', formId: string | null, name: string | null, description: string | null, type: string | null, fields: JsonValue | null, settings: JsonValue | null, styles: JsonValue | null } | null };

export type GetActivityQueryVariables = Exact<{
  id: string;
}>;


export type GetActivityQuery = { activity: { __typename: 'Activity', id: string, kind: ActivityKind, direction: Direction | null, subject: string | null, content: string | null, isInternal: boolean, occurredAt: string, durationSeconds: number | null, deletedAt: string | null, contact: { __typename: 'Contact', id: string, lastContactedAt: string | null } | null, createdBy: { __typename: 'Membership', id: string } | null } | null };

export type GetCompanyQueryVariables = Exact<{
  id: string;
  includeArchived?: IncludeArchived | null | undefined;
}>;


export type GetCompanyQuery = { company: { __typename: 'Company', id: string, name: string, domain: string | null, email: string | null, phone: string | null, deletedAt: string | null, contacts: { __typename: 'ContactConnection', totalCount: number, nodes: Array<{ __typename: 'Contact', id: string, name: string }> }, deals: { __typename: 'DealConnection', totalCount: number, nodes: Array<{ __typename: 'Deal', id: string, title: string }> } } | null };

export type GetContactQueryVariables = Exact<{
  id: string;
}>;


export type GetContactQuery = { contact: { __typename: 'Contact', id: string, nodeId: string, firstName: string | null, lastName: string | null, name: string, email: string | null, phone: string | null, lifecycleStage: ContactLifecycleStage, membershipStatus: ContactMembershipStatus, tags: Array<string | null>, customFields: JsonValue, lastContactedAt: string | null, createdAt: string, updatedAt: string, deletedAt: string | null, company: { __typename: 'Company', id: string, name: string } | null, owner: { __typename: 'Membership', id: string, user: { __typename: 'User', id: string, fullName: string | null } | null } | null, business: { __typename: 'Business', id: string, name: string } | null, deals: { __typename: 'DealConnection', nodes: Array<{ __typename: 'Deal', id: string, title: string }> }, activities: { __typename: 'ActivityConnection', nodes: Array<{ __typename: 'Activity', id: string, kind: ActivityKind, subject: string | null }> }, tasks: { __typename: 'TaskConnection', nodes: Array<{ __typename: 'Task', id: string, title: string, status: TaskStatus }> } } | null };

export type GetContractQueryVariables = Exact<{
  id: string;
}>;


export type GetContractQuery = { contract: { __typename: 'Contract', id: string, number: number, title: string, status: ContractStatus, content: string | null, valueCents: string, currency: string, startsOn: string | null, endsOn: string | null, sentAt: string | null, signedAt: string | null, signatureName: string | null, rejectionReason: string | null, deletedAt: string | null, contact: { __typename: 'Contact', id: string, name: string } | null, company: { __typename: 'Company', id: string, name: string } | null, deal: { __typename: 'Deal', id: string, title: string } | null, proposal: { __typename: 'Proposal', id: string, number: number } | null, owner: { __typename: 'Membership', id: string, isActive: boolean, user: { __typename: 'User', id: string, fullName: string | null, avatarUrl: string | null } | null } | null, attachments: { __typename: 'AttachmentConnection', nodes: Array<{ __typename: 'Attachment', id: string, filename: string }> } } | null };

export type GetConversationQueryVariables = Exact<{
  id: string;
  messages?: number | null | undefined;
}>;


export type GetConversationQuery = { conversation: { __typename: 'Conversation', id: string, channel: Channel, subject: string | null, status: ConversationStatus, unreadCount: number, contact: { __typename: 'Contact', id: string, name: string, lastContactedAt: string | null } | null, messages: { __typename: 'MessageConnection', totalCount: number, nodes: Array<{ __typename: 'Message', id: string, direction: Direction, fromAddress: string | null, toAddress: string | null, body: string, status: MessageStatus, readAt: string | null, createdBy: { __typename: 'Membership', id: string } | null }> } } | null };

export type GetDealQueryVariables = Exact<{
  id: string;
}>;


export type GetDealQuery = { deal: { __typename: 'Deal', id: string, title: string, valueCents: string, currency: string, probability: number, weightedValueCents: string, closedAt: string | null, lostReason: string | null, deletedAt: string | null, pipeline: { __typename: 'Pipeline', id: string, name: string } | null, stage: { __typename: 'PipelineStage', id: string, name: string, kind: PipelineStageKind } | null, company: { __typename: 'Company', id: string } | null, contact: { __typename: 'Contact', id: string } | null, dealStageChanges: { __typename: 'DealStageChangeConnection', nodes: Array<{ __typename: 'DealStageChange', id: string, fromStage: { __typename: 'PipelineStage', id: string, name: string } | null, toStage: { __typename: 'PipelineStage', id: string, name: string } | null, changedBy: { __typename: 'Membership', id: string } | null }> } } | null };

export type GetFormQueryVariables = Exact<{
  id: string;
}>;


export type GetFormQuery = { form: { __typename: 'Form', id: string, name: string, fields: JsonValue, leadTags: Array<string | null>, isActive: boolean, submissionCount: number, lastSubmissionAt: string | null, formSubmissions: { __typename: 'FormSubmissionConnection', totalCount: number, nodes: Array<{ __typename: 'FormSubmission', id: string, data: JsonValue, utmSource: string | null, lead: { __typename: 'Lead', id: string, name: string } | null }> } } | null };

export type GetLeadQueryVariables = Exact<{
  id: string;
}>;


export type GetLeadQuery = { lead: { __typename: 'Lead', id: string, name: string, status: LeadStatus, lastContactedAt: string | null, customFieldValues: { __typename: 'CustomFieldValueConnection', nodes: Array<{ __typename: 'CustomFieldValue', fieldName: string | null, label: string | null, fieldType: string | null, value: JsonValue | null }> }, leadEnrichments: { __typename: 'LeadEnrichmentConnection', nodes: Array<{ __typename: 'LeadEnrichment', id: string, provider: string, data: JsonValue, confidence: number | null }> }, activities: { __typename: 'ActivityConnection', nodes: Array<{ __typename: 'Activity', id: string, subject: string | null }> }, tasks: { __typename: 'TaskConnection', nodes: Array<{ __typename: 'Task', id: string, title: string }> }, deals: { __typename: 'DealConnection', nodes: Array<{ __typename: 'Deal', id: string, title: string }> } } | null };

export type GetMemberQueryVariables = Exact<{
  id: string;
}>;


export type GetMemberQuery = { membership: { __typename: 'Membership', id: string, title: string | null, availability: MemberAvailability, createdAt: string, isActive: boolean, user: { __typename: 'User', id: string, email: string, phone: string | null, lastLoginAt: string | null, fullName: string | null, avatarUrl: string | null } | null, role: { __typename: 'Role', id: string, name: string } | null, defaultBusiness: { __typename: 'Business', id: string, name: string } | null, businessMemberships: { __typename: 'BusinessMembershipConnection', nodes: Array<{ __typename: 'BusinessMembership', id: string, business: { __typename: 'Business', id: string, name: string } | null, role: { __typename: 'Role', id: string, name: string } | null }> }, teamMembers: { __typename: 'TeamMemberConnection', nodes: Array<{ __typename: 'TeamMember', id: string, team: { __typename: 'Team', id: string, name: string } | null }> } } | null };

export type GetProposalQueryVariables = Exact<{
  id: string;
}>;


export type GetProposalQuery = { proposal: { __typename: 'Proposal', id: string, number: number, title: string, status: ProposalStatus, currency: string, subtotalCents: string, taxCents: string, totalCents: string, proposalItems: { __typename: 'ProposalItemConnection', nodes: Array<{ __typename: 'ProposalItem', id: string, position: number, description: string, quantity: number, unitPriceCents: string, taxBasisPoints: number, amountCents: string, taxCents: string }> }, contracts: { __typename: 'ContractConnection', nodes: Array<{ __typename: 'Contract', id: string, number: number, title: string }> } } | null };

export type GetTaskQueryVariables = Exact<{
  id: string;
}>;


export type GetTaskQuery = { task: { __typename: 'Task', id: string, title: string, description: string | null, status: TaskStatus, priority: Priority, dueAt: string | null, completedAt: string | null, createdById: string | null, deletedAt: string | null, createdBy: { __typename: 'Membership', id: string } | null, assignee: { __typename: 'Membership', id: string } | null, contact: { __typename: 'Contact', id: string } | null, deal: { __typename: 'Deal', id: string } | null } | null };

export type GetTicketQueryVariables = Exact<{
  id: string;
}>;


export type GetTicketQuery = { ticket: { __typename: 'Ticket', id: string, number: number, subject: string, status: TicketStatus, firstResponseAt: string | null, lastActivityAt: string, contact: { __typename: 'Contact', id: string, name: string } | null, ticketMessages: { __typename: 'TicketMessageConnection', nodes: Array<{ __typename: 'TicketMessage', id: string, senderType: TicketSenderType, body: string, isInternal: boolean }> }, ticketStatusChanges: { __typename: 'TicketStatusChangeConnection', nodes: Array<{ __typename: 'TicketStatusChange', id: string, fromStatus: TicketStatus | null, toStatus: TicketStatus, changedBy: { __typename: 'Membership', id: string } | null }> } } | null };

export type GetWorkflowQueryVariables = Exact<{
  id: string;
}>;


export type GetWorkflowQuery = { workflow: { __typename: 'Workflow', id: string, status: WorkflowStatus, version: number, totalExecutions: number, successfulExecutions: number, failedExecutions: number, lastRunAt: string | null, workflowExecutions: { __typename: 'WorkflowExecutionConnection', totalCount: number, nodes: Array<{ __typename: 'WorkflowExecution', id: string, status: WorkflowExecutionStatus, workflowVersion: number, triggeredBy: string | null, outputData: JsonValue, executionSteps: JsonValue, startedAt: string | null, completedAt: string | null }> } } | null };

export type InboxQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: ConversationFilter | null | undefined;
}>;


export type InboxQuery = { conversations: { __typename: 'ConversationConnection', totalCount: number, nodes: Array<{ __typename: 'Conversation', id: string, channel: Channel, subject: string | null, status: ConversationStatus, unreadCount: number, lastMessageAt: string, lastMessagePreview: string | null, contact: { __typename: 'Contact', id: string, name: string, email: string | null, phone: string | null } | null, assignedTo: { __typename: 'Membership', id: string, isActive: boolean, user: { __typename: 'User', id: string, fullName: string | null, avatarUrl: string | null } | null } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type InvitationByTokenQueryVariables = Exact<{
  token: string;
}>;


export type InvitationByTokenQuery = { invitationByToken: { __typename: 'InvitationPreview', kind: string | null, organizationName: string | null, email: string | null, customMessage: string | null, expiresAt: string | null, state: string | null } | null };

export type InviteClientMutationVariables = Exact<{
  email?: string | null | undefined;
  contactId?: string | null | undefined;
  firstName?: string | null | undefined;
  lastName?: string | null | undefined;
  phone?: string | null | undefined;
  businessId?: string | null | undefined;
  customMessage?: string | null | undefined;
  metadata?: JsonValue | null | undefined;
  expiresAt?: string | null | undefined;
}>;


export type InviteClientMutation = { inviteClient: { __typename: 'InviteClientPayload', issued: { __typename: 'IssuedClientInvitation', token: string | null, clientInvitation: { __typename: 'ClientInvitation', id: string, email: string, phone: string | null, isClaimed: boolean, expiresAt: string | null, contact: { __typename: 'Contact', id: string } | null } | null } | null } | null };

export type InviteMemberMutationVariables = Exact<{
  email: string;
  roleId: string;
  expiresAt?: string | null | undefined;
}>;


export type InviteMemberMutation = { inviteMember: { __typename: 'InviteMemberPayload', issued: { __typename: 'IssuedStaffInvitation', token: string | null, staffInvitation: { __typename: 'StaffInvitation', id: string, email: string, expiresAt: string, role: { __typename: 'Role', id: string, name: string } | null } | null } | null } | null };

export type LeaveOrganizationMutationVariables = Exact<{ [key: string]: never; }>;


export type LeaveOrganizationMutation = { leaveOrganization: { __typename: 'LeaveOrganizationPayload', organization: { __typename: 'Organization', id: string, slug: string } | null } | null };

export type ListActivitiesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  offset?: number | null | undefined;
  filter?: ActivityFilter | null | undefined;
  orderBy?: Array<ActivityOrderBy> | ActivityOrderBy | null | undefined;
  includeArchived?: IncludeArchived | null | undefined;
}>;


export type ListActivitiesQuery = { activities: { __typename: 'ActivityConnection', totalCount: number, nodes: Array<{ __typename: 'Activity', id: string, kind: ActivityKind, direction: Direction | null, subject: string | null, isInternal: boolean, occurredAt: string, deletedAt: string | null, createdBy: { __typename: 'Membership', id: string } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type ListApiKeysQueryVariables = Exact<{ [key: string]: never; }>;


export type ListApiKeysQuery = { apiKeys: { __typename: 'ApiKeyConnection', nodes: Array<{ __typename: 'ApiKey', id: string, name: string, prefix: string, lastUsedAt: string | null, expiresAt: string | null, revokedAt: string | null, role: { __typename: 'Role', id: string, name: string } | null, createdBy: { __typename: 'Membership', id: string } | null }> } | null };

export type ListAppointmentsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: AppointmentFilter | null | undefined;
  orderBy?: Array<AppointmentOrderBy> | AppointmentOrderBy | null | undefined;
  includeArchived?: IncludeArchived | null | undefined;
}>;


export type ListAppointmentsQuery = { appointments: { __typename: 'AppointmentConnection', totalCount: number, nodes: Array<{ __typename: 'Appointment', id: string, status: AppointmentStatus, startsAt: string, endsAt: string, contact: { __typename: 'Contact', id: string, name: string } | null, service: { __typename: 'Service', id: string, name: string } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type ListCallCampaignsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: CallCampaignFilter | null | undefined;
}>;


export type ListCallCampaignsQuery = { callCampaigns: { __typename: 'CallCampaignConnection', totalCount: number, nodes: Array<{ __typename: 'CallCampaign', id: string, name: string, status: CallCampaignStatus, startsAt: string | null, endsAt: string | null, maxAttempts: number, callCampaignTargets: { __typename: 'CallCampaignTargetConnection', totalCount: number } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type ListClientInvitationsQueryVariables = Exact<{
  first?: number | null | undefined;
  filter?: ClientInvitationFilter | null | undefined;
  orderBy?: Array<ClientInvitationOrderBy> | ClientInvitationOrderBy | null | undefined;
}>;


export type ListClientInvitationsQuery = { clientInvitations: { __typename: 'ClientInvitationConnection', totalCount: number, nodes: Array<{ __typename: 'ClientInvitation', id: string, email: string, firstName: string | null, lastName: string | null, isClaimed: boolean, expiresAt: string | null, revokedAt: string | null, contact: { __typename: 'Contact', id: string, name: string } | null }> } | null };

export type ListCompaniesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  offset?: number | null | undefined;
  filter?: CompanyFilter | null | undefined;
  orderBy?: Array<CompanyOrderBy> | CompanyOrderBy | null | undefined;
  includeArchived?: IncludeArchived | null | undefined;
}>;


export type ListCompaniesQuery = { companies: { __typename: 'CompanyConnection', totalCount: number, nodes: Array<{ __typename: 'Company', id: string, name: string, domain: string | null, createdAt: string, deletedAt: string | null, owner: { __typename: 'Membership', id: string } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type ListContactsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  offset?: number | null | undefined;
  filter?: ContactFilter | null | undefined;
  orderBy?: Array<ContactOrderBy> | ContactOrderBy | null | undefined;
  includeArchived?: IncludeArchived | null | undefined;
}>;


export type ListContactsQuery = { contacts: { __typename: 'ContactConnection', totalCount: number, nodes: Array<{ __typename: 'Contact', id: string, name: string, email: string | null, phone: string | null, lifecycleStage: ContactLifecycleStage, createdAt: string, deletedAt: string | null, company: { __typename: 'Company', id: string, name: string } | null, owner: { __typename: 'Membership', id: string } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type ListContractsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  offset?: number | null | undefined;
  filter?: ContractFilter | null | undefined;
  orderBy?: Array<ContractOrderBy> | ContractOrderBy | null | undefined;
  includeArchived?: IncludeArchived | null | undefined;
}>;


export type ListContractsQuery = { contracts: { __typename: 'ContractConnection', totalCount: number, nodes: Array<{ __typename: 'Contract', id: string, number: number, title: string, status: ContractStatus, valueCents: string, currency: string, contact: { __typename: 'Contact', id: string } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type ListConversationsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  offset?: number | null | undefined;
  filter?: ConversationFilter | null | undefined;
  orderBy?: Array<ConversationOrderBy> | ConversationOrderBy | null | undefined;
}>;


export type ListConversationsQuery = { conversations: { __typename: 'ConversationConnection', totalCount: number, nodes: Array<{ __typename: 'Conversation', id: string, channel: Channel, subject: string | null, status: ConversationStatus, unreadCount: number, lastMessageAt: string, lastMessagePreview: string | null, contact: { __typename: 'Contact', id: string, name: string, email: string | null, phone: string | null } | null, assignedTo: { __typename: 'Membership', id: string } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type ListCustomFieldDefinitionsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  offset?: number | null | undefined;
  filter?: CustomFieldDefinitionFilter | null | undefined;
  orderBy?: Array<CustomFieldDefinitionOrderBy> | CustomFieldDefinitionOrderBy | null | undefined;
}>;


export type ListCustomFieldDefinitionsQuery = { customFieldDefinitions: { __typename: 'CustomFieldDefinitionConnection', totalCount: number, nodes: Array<{ __typename: 'CustomFieldDefinition', id: string, entity: CustomFieldEntity, fieldName: string, label: string, fieldType: CustomFieldType, options: Array<string | null>, isRequired: boolean, isInternal: boolean, position: number }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type ListDataRequestsQueryVariables = Exact<{
  first?: number | null | undefined;
  filter?: DataRequestFilter | null | undefined;
  orderBy?: Array<DataRequestOrderBy> | DataRequestOrderBy | null | undefined;
}>;


export type ListDataRequestsQuery = { dataRequests: { __typename: 'DataRequestConnection', totalCount: number, nodes: Array<{ __typename: 'DataRequest', id: string, kind: DataRequestKind, status: DataRequestStatus, contactId: string | null, completedAt: string | null, result: JsonValue, error: string | null }> } | null };

export type ListDealsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  offset?: number | null | undefined;
  filter?: DealFilter | null | undefined;
  orderBy?: Array<DealOrderBy> | DealOrderBy | null | undefined;
  includeArchived?: IncludeArchived | null | undefined;
}>;


export type ListDealsQuery = { deals: { __typename: 'DealConnection', totalCount: number, nodes: Array<{ __typename: 'Deal', id: string, title: string, valueCents: string, currency: string, probability: number, closedAt: string | null, deletedAt: string | null, stage: { __typename: 'PipelineStage', id: string, name: string, kind: PipelineStageKind } | null, contact: { __typename: 'Contact', id: string, name: string } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type ListFormsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ListFormsQuery = { forms: { __typename: 'FormConnection', totalCount: number, nodes: Array<{ __typename: 'Form', id: string, name: string, type: FormType, description: string | null, isActive: boolean, submissionCount: number, lastSubmissionAt: string | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type ListLeadScoringRulesQueryVariables = Exact<{ [key: string]: never; }>;


export type ListLeadScoringRulesQuery = { leadScoringRules: { __typename: 'LeadScoringRuleConnection', nodes: Array<{ __typename: 'LeadScoringRule', id: string, name: string, field: LeadScoringField, key: string | null, operator: LeadScoringOperator, value: string | null, points: number, isActive: boolean }> } | null };

export type ListLeadsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  offset?: number | null | undefined;
  filter?: LeadFilter | null | undefined;
  orderBy?: Array<LeadOrderBy> | LeadOrderBy | null | undefined;
  includeArchived?: IncludeArchived | null | undefined;
}>;


export type ListLeadsQuery = { leads: { __typename: 'LeadConnection', totalCount: number, nodes: Array<{ __typename: 'Lead', id: string, name: string, email: string | null, phone: string | null, source: string, status: LeadStatus, leadScore: number, convertedAt: string | null, lostReason: string | null, deletedAt: string | null, assignedTo: { __typename: 'Membership', id: string } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type ListMacrosQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ListMacrosQuery = { macros: { __typename: 'MacroConnection', totalCount: number, nodes: Array<{ __typename: 'Macro', id: string, title: string, body: string | null, actions: JsonValue }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type ListMembersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ListMembersQuery = { memberships: { __typename: 'MembershipConnection', totalCount: number, nodes: Array<{ __typename: 'Membership', id: string, isActive: boolean, role: { __typename: 'Role', id: string, name: string } | null, user: { __typename: 'User', id: string, email: string, fullName: string | null } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type ListMessageTemplatesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: MessageTemplateFilter | null | undefined;
}>;


export type ListMessageTemplatesQuery = { messageTemplates: { __typename: 'MessageTemplateConnection', totalCount: number, nodes: Array<{ __typename: 'MessageTemplate', id: string, name: string, type: MessageTemplateType, category: string | null, subject: string | null, content: string, variables: Array<string | null>, isActive: boolean, usageCount: number, lastUsedAt: string | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type ListNotificationsQueryVariables = Exact<{
  first?: number | null | undefined;
  filter?: NotificationFilter | null | undefined;
  orderBy?: Array<NotificationOrderBy> | NotificationOrderBy | null | undefined;
}>;


export type ListNotificationsQuery = { notifications: { __typename: 'NotificationConnection', totalCount: number, nodes: Array<{ __typename: 'Notification', id: string, kind: NotificationKind, title: string, body: string | null, link: string | null, readAt: string | null, createdAt: string }> } | null };

export type ListPipelinesQueryVariables = Exact<{ [key: string]: never; }>;


export type ListPipelinesQuery = { pipelines: { __typename: 'PipelineConnection', nodes: Array<{ __typename: 'Pipeline', id: string, name: string, isDefault: boolean, pipelineStages: { __typename: 'PipelineStageConnection', nodes: Array<{ __typename: 'PipelineStage', id: string, name: string, kind: PipelineStageKind, probability: number, deals: { __typename: 'DealConnection', totalCount: number } }> } }> } | null };

export type ListProposalsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  offset?: number | null | undefined;
  filter?: ProposalFilter | null | undefined;
  orderBy?: Array<ProposalOrderBy> | ProposalOrderBy | null | undefined;
  includeArchived?: IncludeArchived | null | undefined;
}>;


export type ListProposalsQuery = { proposals: { __typename: 'ProposalConnection', totalCount: number, nodes: Array<{ __typename: 'Proposal', id: string, number: number, title: string, status: ProposalStatus, totalCents: string, currency: string, contact: { __typename: 'Contact', id: string, name: string } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type ListRolesQueryVariables = Exact<{
  first?: number | null | undefined;
}>;


export type ListRolesQuery = { roles: { __typename: 'RoleConnection', totalCount: number, nodes: Array<{ __typename: 'Role', id: string, name: string, description: string | null, isSystem: boolean, systemRole: SystemRole | null, memberships: { __typename: 'MembershipConnection', totalCount: number }, rolePermissions: { __typename: 'RolePermissionConnection', nodes: Array<{ __typename: 'RolePermission', id: string, resource: string, action: string, scope: PermissionScope }> } }> } | null };

export type ListSecurityEventsQueryVariables = Exact<{
  first?: number | null | undefined;
  filter?: SecurityEventFilter | null | undefined;
  orderBy?: Array<SecurityEventOrderBy> | SecurityEventOrderBy | null | undefined;
}>;


export type ListSecurityEventsQuery = { securityEvents: { __typename: 'SecurityEventConnection', totalCount: number, nodes: Array<{ __typename: 'SecurityEvent', id: string, kind: SecurityEventKind, actorKind: AuditActorKind, address: string | null, detail: JsonValue, createdAt: string, user: { __typename: 'User', id: string, fullName: string | null } | null }> } | null };

export type ListServicesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: ServiceFilter | null | undefined;
  orderBy?: Array<ServiceOrderBy> | ServiceOrderBy | null | undefined;
}>;


export type ListServicesQuery = { services: { __typename: 'ServiceConnection', totalCount: number, nodes: Array<{ __typename: 'Service', id: string, name: string, category: string | null, description: string | null, durationMinutes: number, priceCents: string, currency: string, isActive: boolean }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type ListStaffInvitationsQueryVariables = Exact<{
  first?: number | null | undefined;
  filter?: StaffInvitationFilter | null | undefined;
  orderBy?: Array<StaffInvitationOrderBy> | StaffInvitationOrderBy | null | undefined;
}>;


export type ListStaffInvitationsQuery = { staffInvitations: { __typename: 'StaffInvitationConnection', totalCount: number, nodes: Array<{ __typename: 'StaffInvitation', id: string, email: string, expiresAt: string, claimedAt: string | null, revokedAt: string | null, role: { __typename: 'Role', id: string, name: string } | null, invitedBy: { __typename: 'Membership', id: string } | null, membership: { __typename: 'Membership', id: string } | null }> } | null };

export type ListTasksQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  offset?: number | null | undefined;
  filter?: TaskFilter | null | undefined;
  orderBy?: Array<TaskOrderBy> | TaskOrderBy | null | undefined;
  includeArchived?: IncludeArchived | null | undefined;
}>;


export type ListTasksQuery = { tasks: { __typename: 'TaskConnection', totalCount: number, nodes: Array<{ __typename: 'Task', id: string, title: string, status: TaskStatus, priority: Priority, dueAt: string | null, completedAt: string | null, deletedAt: string | null, assignee: { __typename: 'Membership', id: string } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } | null };

export type ListTeamsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ListTeamsQuery = { teams: { __typename: 'TeamConnection', totalCount: number, nodes: Array<{ __typename: 'Team', id: string, name: string, description: string | null, teamMembers: { __typename: 'TeamMemberConnection', totalCount: number, nodes: Array<{ __typename: 'TeamMember', id: string, membership: { __typename: 'Membership', id: string, isActive: boolean, user: { __typename: 'User', id: string, fullName: string | null, avatarUrl: string | null } | null } | null }> } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type ListTicketsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: TicketFilter | null | undefined;
  orderBy?: Array<TicketOrderBy> | TicketOrderBy | null | undefined;
  includeArchived?: IncludeArchived | null | undefined;
}>;


export type ListTicketsQuery = { tickets: { __typename: 'TicketConnection', totalCount: number, nodes: Array<{ __typename: 'Ticket', id: string, number: number, subject: string, status: TicketStatus, priority: Priority, lastActivityAt: string, contact: { __typename: 'Contact', id: string, name: string } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type ListWebhookDeliveriesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: WebhookDeliveryFilter | null | undefined;
  orderBy?: Array<WebhookDeliveryOrderBy> | WebhookDeliveryOrderBy | null | undefined;
}>;


export type ListWebhookDeliveriesQuery = { webhookDeliveries: { __typename: 'WebhookDeliveryConnection', totalCount: number, nodes: Array<{ __typename: 'WebhookDelivery', id: string, event: EventType, status: WebhookDeliveryStatus, attempts: number, nextAttemptAt: string | null, lastStatusCode: number | null, endpoint: { __typename: 'WebhookEndpoint', id: string, url: string } | null, webhookDeliveryAttempts: { __typename: 'WebhookDeliveryAttemptConnection', nodes: Array<{ __typename: 'WebhookDeliveryAttempt', id: string, statusCode: number | null, error: string | null }> } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type ListWebhookEndpointsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type ListWebhookEndpointsQuery = { webhookEndpoints: { __typename: 'WebhookEndpointConnection', totalCount: number, nodes: Array<{ __typename: 'WebhookEndpoint', id: string, url: string, description: string | null, events: Array<string | null>, isActive: boolean, signingSecretSetAt: string | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type ListWorkflowsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: WorkflowFilter | null | undefined;
  orderBy?: Array<WorkflowOrderBy> | WorkflowOrderBy | null | undefined;
}>;


export type ListWorkflowsQuery = { workflows: { __typename: 'WorkflowConnection', totalCount: number, nodes: Array<{ __typename: 'Workflow', id: string, name: string, triggerType: WorkflowTriggerType, status: WorkflowStatus, totalExecutions: number }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type LogCallMutationVariables = Exact<{
  call: LogCallInput;
}>;


export type LogCallMutation = { logCall: { __typename: 'LogCallPayload', call: { __typename: 'Call', id: string, direction: Direction, fromNumber: string | null, toNumber: string | null, status: CallStatus, durationSeconds: number | null, startedAt: string | null, endedAt: string | null, conversation: { __typename: 'Conversation', id: string } | null, contact: { __typename: 'Contact', id: string, lastContactedAt: string | null } | null } | null } | null };

export type LoseDealMutationVariables = Exact<{
  dealId: string;
  reason: string;
  stageId?: string | null | undefined;
}>;


export type LoseDealMutation = { loseDeal: { __typename: 'LoseDealPayload', deal: { __typename: 'Deal', id: string, closedAt: string | null, lostReason: string | null, stage: { __typename: 'PipelineStage', id: string, name: string, kind: PipelineStageKind } | null } | null } | null };

export type MarkConversationReadMutationVariables = Exact<{
  id: string;
}>;


export type MarkConversationReadMutation = { markConversationRead: { __typename: 'MarkConversationReadPayload', conversation: { __typename: 'Conversation', id: string, unreadCount: number } | null } | null };

export type MarkNoShowMutationVariables = Exact<{
  appointmentId: string;
}>;


export type MarkNoShowMutation = { markNoShow: { __typename: 'MarkNoShowPayload', appointment: { __typename: 'Appointment', id: string, status: AppointmentStatus } | null } | null };

export type MarkNotificationMutationVariables = Exact<{
  id: string;
  readAt?: string | null | undefined;
}>;


export type MarkNotificationMutation = { updateNotification: { __typename: 'UpdateNotificationPayload', notification: { __typename: 'Notification', id: string, readAt: string | null } | null } | null };

export type MarkNotificationsReadMutationVariables = Exact<{
  notificationIds?: Array<string> | string | null | undefined;
}>;


export type MarkNotificationsReadMutation = { markNotificationsRead: { __typename: 'MarkNotificationsReadPayload', markedCount: number | null } | null };

export type MeQueryVariables = Exact<{ [key: string]: never; }>;


export type MeQuery = { me: { __typename: 'User', id: string, email: string, fullName: string | null } | null };

export type MergeContactsMutationVariables = Exact<{
  contactId: string;
  mergedContactId: string;
  take?: Array<string> | string | null | undefined;
}>;


export type MergeContactsMutation = { mergeContacts: { __typename: 'MergeContactsPayload', contactMerge: { __typename: 'ContactMerge', id: string, moved: JsonValue, keptBack: JsonValue, undoExpiresAt: string, contact: { __typename: 'Contact', id: string, name: string, email: string | null, phone: string | null, tags: Array<string | null> } | null, mergedContact: { __typename: 'Contact', id: string, deletedAt: string | null } | null } | null } | null };

export type MergeTicketsMutationVariables = Exact<{
  ticketId: string;
  mergedTicketIds: Array<string> | string;
}>;


export type MergeTicketsMutation = { mergeTickets: { __typename: 'MergeTicketsPayload', ticket: { __typename: 'Ticket', id: string, status: TicketStatus, priority: Priority, tags: Array<string | null>, mergedTickets: { __typename: 'TicketConnection', nodes: Array<{ __typename: 'Ticket', id: string, number: number, status: TicketStatus }> }, ticketMessages: { __typename: 'TicketMessageConnection', nodes: Array<{ __typename: 'TicketMessage', id: string, body: string }> } } | null } | null };

export type MessageChangedSubscriptionVariables = Exact<{
  conversationId: string;
}>;


export type MessageChangedSubscription = { messageChanged: { __typename: 'MessageChangedPayload', event: LiveEvent, id: string | null, message: { __typename: 'Message', id: string, direction: Direction, status: MessageStatus, body: string } | null } | null };

export type MoveAppointmentMutationVariables = Exact<{
  id: string;
  startsAt: string;
}>;


export type MoveAppointmentMutation = { updateAppointment: { __typename: 'UpdateAppointmentPayload', appointment: { __typename: 'Appointment', id: string, status: AppointmentStatus, startsAt: string, endsAt: string } | null } | null };

export type MoveDealMutationVariables = Exact<{
  dealId: string;
  stageId: string;
  fromStageId?: string | null | undefined;
}>;


export type MoveDealMutation = { moveDeal: { __typename: 'MoveDealPayload', deal: { __typename: 'Deal', id: string, probability: number, closedAt: string | null, stage: { __typename: 'PipelineStage', id: string, name: string, kind: PipelineStageKind } | null } | null } | null };

export type MyCustomFieldValuesQueryVariables = Exact<{ [key: string]: never; }>;


export type MyCustomFieldValuesQuery = { myCustomFieldValues: { __typename: 'CustomFieldValueConnection', nodes: Array<{ __typename: 'CustomFieldValue', fieldName: string | null, label: string | null, fieldType: string | null, value: JsonValue | null }> } | null };

export type MyOrganizationsQueryVariables = Exact<{ [key: string]: never; }>;


export type MyOrganizationsQuery = { myOrganizations: { __typename: 'OrganizationConnection', nodes: Array<{ __typename: 'Organization', id: string, slug: string, name: string }> } | null };

export type MyPermissionsQueryVariables = Exact<{ [key: string]: never; }>;


export type MyPermissionsQuery = { myPermissions: { __typename: 'GrantedPermissionConnection', nodes: Array<{ __typename: 'GrantedPermission', resource: string | null, action: string | null, scope: string | null, description: string | null }> } | null };

export type NextCampaignTargetMutationVariables = Exact<{
  campaignId: string;
  leaseSeconds?: number | null | undefined;
}>;


export type NextCampaignTargetMutation = { nextCampaignTarget: { __typename: 'NextCampaignTargetPayload', callCampaignTarget: { __typename: 'CallCampaignTarget', id: string, phone: string, state: CallCampaignTargetState, attempts: number, nextAttemptAt: string | null } | null } | null };

export type NotificationChangedSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type NotificationChangedSubscription = { notificationChanged: { __typename: 'NotificationChangedPayload', event: LiveEvent, id: string | null, notification: { __typename: 'Notification', id: string, kind: NotificationKind, title: string, link: string | null, readAt: string | null } | null } | null };

export type OpenTicketMutationVariables = Exact<{
  ticket: OpenTicketInput;
}>;


export type OpenTicketMutation = { openTicket: { __typename: 'OpenTicketPayload', ticket: { __typename: 'Ticket', id: string, number: number, subject: string, status: TicketStatus, priority: Priority, channel: TicketChannel, contact: { __typename: 'Contact', id: string } | null, ticketMessages: { __typename: 'TicketMessageConnection', nodes: Array<{ __typename: 'TicketMessage', id: string, senderType: TicketSenderType, body: string }> } } | null } | null };

export type OrganizationSettingsQueryVariables = Exact<{ [key: string]: never; }>;


export type OrganizationSettingsQuery = { currentOrganization: { __typename: 'Organization', id: string, slug: string, name: string, locale: string, currency: string, timezone: string, supportEmail: string | null, requiredAssuranceLevel: AssuranceLevel, subscriptionTier: SubscriptionTier, subscriptionStatus: SubscriptionStatus, trialEndsAt: string | null, planLimits: JsonValue, settings: JsonValue, updatedAt: string } | null, businesses: { __typename: 'BusinessConnection', totalCount: number, nodes: Array<{ __typename: 'Business', id: string, slug: string, name: string, timezone: string | null, isActive: boolean }> } | null };

export type PauseCampaignMutationVariables = Exact<{
  campaignId: string;
}>;


export type PauseCampaignMutation = { pauseCampaign: { __typename: 'PauseCampaignPayload', callCampaign: { __typename: 'CallCampaign', id: string, status: CallCampaignStatus } | null } | null };

export type PipelineBoardQueryVariables = Exact<{
  filter?: PipelineFilter | null | undefined;
  dealFilter?: DealFilter | null | undefined;
  perStage?: number | null | undefined;
}>;


export type PipelineBoardQuery = { pipelines: { __typename: 'PipelineConnection', nodes: Array<{ __typename: 'Pipeline', id: string, name: string, isDefault: boolean, pipelineStages: { __typename: 'PipelineStageConnection', nodes: Array<{ __typename: 'PipelineStage', id: string, name: string, kind: PipelineStageKind, position: number, probability: number, deals: { __typename: 'DealConnection', totalCount: number, aggregates: { __typename: 'DealAggregates', sum: { __typename: 'DealSumAggregates', valueCents: string, weightedValueCents: string } | null } | null, nodes: Array<{ __typename: 'Deal', id: string, title: string, valueCents: string, currency: string, probability: number, expectedCloseOn: string | null, stageChangedAt: string, updatedAt: string, stage: { __typename: 'PipelineStage', id: string } | null, contact: { __typename: 'Contact', id: string, name: string } | null, company: { __typename: 'Company', id: string, name: string } | null, owner: { __typename: 'Membership', id: string, isActive: boolean, user: { __typename: 'User', id: string, fullName: string | null, avatarUrl: string | null } | null } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } }> } }> } | null };

export type RecordCampaignResultMutationVariables = Exact<{
  result: RecordCampaignResultInput;
}>;


export type RecordCampaignResultMutation = { recordCampaignResult: { __typename: 'RecordCampaignResultPayload', callCampaignTarget: { __typename: 'CallCampaignTarget', id: string, state: CallCampaignTargetState, result: string | null, nextAttemptAt: string | null, campaign: { __typename: 'CallCampaign', id: string, status: CallCampaignStatus } | null } | null } | null };

export type RefreshSessionMutationVariables = Exact<{
  input: RefreshSessionInput;
}>;


export type RefreshSessionMutation = { refreshSession: { __typename: 'RefreshSessionPayload', accessToken: string, refreshToken: string, expiresAt: string, sessionExpiresAt: string } | null };

export type RejectContractMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;


export type RejectContractMutation = { rejectContract: { __typename: 'RejectContractPayload', query: { contract: { __typename: 'Contract', id: string, status: ContractStatus, rejectionReason: string | null } | null } | null } | null };

export type RejectProposalMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;


export type RejectProposalMutation = { rejectProposal: { __typename: 'RejectProposalPayload', query: { proposal: { __typename: 'Proposal', id: string, status: ProposalStatus, rejectedAt: string | null, rejectionReason: string | null } | null } | null } | null };

export type RemoveMemberMutationVariables = Exact<{
  id: string;
}>;


export type RemoveMemberMutation = { removeMember: { __typename: 'RemoveMemberPayload', membership: { __typename: 'Membership', id: string, isActive: boolean } | null } | null };

export type RemoveTeamMemberMutationVariables = Exact<{
  id: string;
}>;


export type RemoveTeamMemberMutation = { deleteTeamMember: { __typename: 'DeleteTeamMemberPayload', teamMember: { __typename: 'TeamMember', id: string } | null } | null };

export type ReopenConversationMutationVariables = Exact<{
  conversationId: string;
}>;


export type ReopenConversationMutation = { reopenConversation: { __typename: 'ReopenConversationPayload', conversation: { __typename: 'Conversation', id: string, status: ConversationStatus } | null } | null };

export type ReopenTicketMutationVariables = Exact<{
  ticketId: string;
}>;


export type ReopenTicketMutation = { reopenTicket: { __typename: 'ReopenTicketPayload', ticket: { __typename: 'Ticket', id: string, status: TicketStatus, solvedAt: string | null, closedAt: string | null, resolutionSeconds: number | null } | null } | null };

export type ReplyToTicketMutationVariables = Exact<{
  ticketId: string;
  body: string;
  htmlBody?: string | null | undefined;
  isInternal?: boolean | null | undefined;
}>;


export type ReplyToTicketMutation = { replyToTicket: { __typename: 'ReplyToTicketPayload', ticketMessage: { __typename: 'TicketMessage', id: string, senderType: TicketSenderType, isInternal: boolean, body: string, ticket: { __typename: 'Ticket', id: string, status: TicketStatus, firstResponseAt: string | null, lastActivityAt: string } | null } | null } | null };

export type RequestPasswordResetMutationVariables = Exact<{
  input: RequestPasswordResetInput;
}>;


export type RequestPasswordResetMutation = { requestPasswordReset: { __typename: 'RequestPasswordResetPayload', clientMutationId: string | null } | null };

export type RequestReviewMutationVariables = Exact<{
  appointmentId: string;
}>;


export type RequestReviewMutation = { requestReview: { __typename: 'RequestReviewPayload', appointment: { __typename: 'Appointment', id: string, reviewRequestedAt: string | null } | null } | null };

export type RescheduleAppointmentMutationVariables = Exact<{
  appointmentId: string;
  startsAt: string;
  endsAt?: string | null | undefined;
  staffId?: string | null | undefined;
}>;


export type RescheduleAppointmentMutation = { rescheduleAppointment: { __typename: 'RescheduleAppointmentPayload', appointment: { __typename: 'Appointment', id: string, status: AppointmentStatus, startsAt: string, endsAt: string } | null } | null };

export type ResendClientInvitationMutationVariables = Exact<{
  id: string;
  expiresAt?: string | null | undefined;
}>;


export type ResendClientInvitationMutation = { resendClientInvitation: { __typename: 'ResendClientInvitationPayload', issued: { __typename: 'IssuedClientInvitation', token: string | null, clientInvitation: { __typename: 'ClientInvitation', id: string, expiresAt: string | null, contact: { __typename: 'Contact', id: string } | null } | null } | null } | null };

export type ResendInvitationMutationVariables = Exact<{
  id: string;
  expiresAt?: string | null | undefined;
}>;


export type ResendInvitationMutation = { resendInvitation: { __typename: 'ResendInvitationPayload', issued: { __typename: 'IssuedStaffInvitation', token: string | null, staffInvitation: { __typename: 'StaffInvitation', id: string, expiresAt: string, invitedBy: { __typename: 'Membership', id: string } | null } | null } | null } | null };

export type ResetPasswordMutationVariables = Exact<{
  input: ResetPasswordInput;
}>;


export type ResetPasswordMutation = { resetPassword: { __typename: 'ResetPasswordPayload', clientMutationId: string | null } | null };

export type RespondToReviewMutationVariables = Exact<{
  reviewId: string;
  response: string;
}>;


export type RespondToReviewMutation = { respondToReview: { __typename: 'RespondToReviewPayload', review: { __typename: 'Review', id: string, response: string | null, respondedAt: string | null } | null } | null };

export type RestoreActivityMutationVariables = Exact<{
  id: string;
}>;


export type RestoreActivityMutation = { restoreActivity: { __typename: 'RestoreActivityPayload', activity: { __typename: 'Activity', id: string, deletedAt: string | null } | null } | null };

export type RestoreCompanyMutationVariables = Exact<{
  id: string;
}>;


export type RestoreCompanyMutation = { restoreCompany: { __typename: 'RestoreCompanyPayload', company: { __typename: 'Company', id: string, deletedAt: string | null } | null } | null };

export type RestoreContactMutationVariables = Exact<{
  id: string;
}>;


export type RestoreContactMutation = { restoreContact: { __typename: 'RestoreContactPayload', contact: { __typename: 'Contact', id: string, deletedAt: string | null } | null } | null };

export type RestoreContractMutationVariables = Exact<{
  id: string;
}>;


export type RestoreContractMutation = { restoreContract: { __typename: 'RestoreContractPayload', contract: { __typename: 'Contract', id: string, deletedAt: string | null } | null } | null };

export type RestoreDealMutationVariables = Exact<{
  id: string;
}>;


export type RestoreDealMutation = { restoreDeal: { __typename: 'RestoreDealPayload', deal: { __typename: 'Deal', id: string, deletedAt: string | null } | null } | null };

export type RestoreLeadMutationVariables = Exact<{
  id: string;
}>;


export type RestoreLeadMutation = { restoreLead: { __typename: 'RestoreLeadPayload', lead: { __typename: 'Lead', id: string, deletedAt: string | null } | null } | null };

export type RestoreProposalMutationVariables = Exact<{
  id: string;
}>;


export type RestoreProposalMutation = { restoreProposal: { __typename: 'RestoreProposalPayload', proposal: { __typename: 'Proposal', id: string, deletedAt: string | null } | null } | null };

export type RestoreTaskMutationVariables = Exact<{
  id: string;
}>;


export type RestoreTaskMutation = { restoreTask: { __typename: 'RestoreTaskPayload', task: { __typename: 'Task', id: string, deletedAt: string | null } | null } | null };

export type RevokeApiKeyMutationVariables = Exact<{
  id: string;
}>;


export type RevokeApiKeyMutation = { revokeApiKey: { __typename: 'RevokeApiKeyPayload', apiKey: { __typename: 'ApiKey', id: string, revokedAt: string | null } | null } | null };

export type RevokeClientInvitationMutationVariables = Exact<{
  id: string;
}>;


export type RevokeClientInvitationMutation = { revokeClientInvitation: { __typename: 'RevokeClientInvitationPayload', clientInvitation: { __typename: 'ClientInvitation', id: string, revokedAt: string | null } | null } | null };

export type RevokeInvitationMutationVariables = Exact<{
  id: string;
}>;


export type RevokeInvitationMutation = { revokeInvitation: { __typename: 'RevokeInvitationPayload', staffInvitation: { __typename: 'StaffInvitation', id: string, revokedAt: string | null } | null } | null };

export type RotateApiKeyMutationVariables = Exact<{
  id: string;
}>;


export type RotateApiKeyMutation = { rotateApiKey: { __typename: 'RotateApiKeyPayload', issued: { __typename: 'IssuedApiKey', secret: string | null, apiKey: { __typename: 'ApiKey', id: string, prefix: string } | null } | null } | null };

export type SalesForecastQueryVariables = Exact<{
  fromMonth?: string | null | undefined;
  months?: number | null | undefined;
  pipelineId?: string | null | undefined;
  ownerId?: string | null | undefined;
}>;


export type SalesForecastQuery = { salesForecast: { __typename: 'SalesForecastMonthConnection', nodes: Array<{ __typename: 'SalesForecastMonth', month: string | null, currency: string | null, openDeals: number | null, openValueCents: string | null, weightedValueCents: string | null, wonDeals: number | null, wonValueCents: string | null }> } | null };

export type ScoreLeadMutationVariables = Exact<{
  leadId: string;
}>;


export type ScoreLeadMutation = { scoreLead: { __typename: 'ScoreLeadPayload', lead: { __typename: 'Lead', id: string, leadScore: number, aiScore: number | null, scoreReasons: { __typename: 'LeadScoringRuleConnection', nodes: Array<{ __typename: 'LeadScoringRule', id: string, name: string, points: number }> } } | null } | null };

export type ScoreLeadsMutationVariables = Exact<{
  batchSize?: number | null | undefined;
}>;


export type ScoreLeadsMutation = { scoreLeads: { __typename: 'ScoreLeadsPayload', leadsScored: number | null } | null };

export type SearchQueryVariables = Exact<{
  query: string;
  types?: Array<SearchType> | SearchType | null | undefined;
  first?: number | null | undefined;
}>;


export type SearchQuery = { search: Array<{ __typename: 'SearchResult', kind: SearchType, id: string | null, title: string | null, subtitle: string | null, rank: number | null, contact: { __typename: 'Contact', id: string, email: string | null, phone: string | null } | null, company: { __typename: 'Company', id: string, domain: string | null } | null, lead: { __typename: 'Lead', id: string, status: LeadStatus } | null, deal: { __typename: 'Deal', id: string, valueCents: string, currency: string } | null, ticket: { __typename: 'Ticket', id: string, number: number, status: TicketStatus } | null, conversation: { __typename: 'Conversation', id: string, channel: Channel } | null }> };

export type SearchContactsQueryVariables = Exact<{
  search?: string | null | undefined;
  tags?: TagsFilter | null | undefined;
  customFields?: JsonValue | null | undefined;
  filter?: ContactFilter | null | undefined;
  orderBy?: Array<ContactOrderBy> | ContactOrderBy | null | undefined;
  includeArchived?: IncludeArchived | null | undefined;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type SearchContactsQuery = { contacts: { __typename: 'ContactConnection', totalCount: number, nodes: Array<{ __typename: 'Contact', id: string, name: string, email: string | null, phone: string | null, tags: Array<string | null> }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type SendContractMutationVariables = Exact<{
  contractId: string;
}>;


export type SendContractMutation = { sendContract: { __typename: 'SendContractPayload', contract: { __typename: 'Contract', id: string, status: ContractStatus, sentAt: string | null } | null } | null };

export type SendMessageMutationVariables = Exact<{
  conversationId: string;
  body?: string | null | undefined;
  htmlBody?: string | null | undefined;
  subject?: string | null | undefined;
  templateId?: string | null | undefined;
  variables?: JsonValue | null | undefined;
  toAddress?: string | null | undefined;
}>;


export type SendMessageMutation = { sendMessage: { __typename: 'SendMessagePayload', message: { __typename: 'Message', id: string, direction: Direction, toAddress: string | null, subject: string | null, body: string, status: MessageStatus, template: { __typename: 'MessageTemplate', id: string, usageCount: number } | null } | null } | null };

export type SendProposalMutationVariables = Exact<{
  proposalId: string;
  validUntil?: string | null | undefined;
}>;


export type SendProposalMutation = { sendProposal: { __typename: 'SendProposalPayload', proposal: { __typename: 'Proposal', id: string, status: ProposalStatus, sentAt: string | null, validUntil: string | null } | null } | null };

export type SetEmailAccountPasswordsMutationVariables = Exact<{
  emailAccountId: string;
  imapPassword?: string | null | undefined;
  smtpPassword?: string | null | undefined;
}>;


export type SetEmailAccountPasswordsMutation = { setEmailAccountPasswords: { __typename: 'SetEmailAccountPasswordsPayload', emailAccount: { __typename: 'EmailAccount', id: string, imapPasswordSetAt: string | null, smtpPasswordSetAt: string | null } | null } | null };

export type SetWebhookSigningSecretMutationVariables = Exact<{
  endpointId: string;
  secret: string;
}>;


export type SetWebhookSigningSecretMutation = { setWebhookSigningSecret: { __typename: 'SetWebhookSigningSecretPayload', webhookEndpoint: { __typename: 'WebhookEndpoint', id: string, signingSecretSetAt: string | null } | null } | null };

export type SignContractMutationVariables = Exact<{
  id: string;
  signatureName: string;
}>;


export type SignContractMutation = { signContract: { __typename: 'SignContractPayload', query: { contract: { __typename: 'Contract', id: string, status: ContractStatus, signedAt: string | null, signatureName: string | null } | null } | null } | null };

export type SignInMutationVariables = Exact<{
  input: SignInInput;
}>;


export type SignInMutation = { signIn: { __typename: 'SignInPayload', accessToken: string, refreshToken: string, expiresAt: string, sessionExpiresAt: string } | null };

export type SignInToPortalMutationVariables = Exact<{
  input: SignInToPortalInput;
}>;


export type SignInToPortalMutation = { signInToPortal: { __typename: 'SignInToPortalPayload', accessToken: string, refreshToken: string, expiresAt: string, sessionExpiresAt: string } | null };

export type SignOutMutationVariables = Exact<{
  input: SignOutInput;
}>;


export type SignOutMutation = { signOut: { __typename: 'SignOutPayload', clientMutationId: string | null } | null };

export type SignUpMutationVariables = Exact<{
  input: SignUpInput;
}>;


export type SignUpMutation = { signUp: { __typename: 'SignUpPayload', clientMutationId: string | null } | null };

export type SolveTicketMutationVariables = Exact<{
  ticketId: string;
}>;


export type SolveTicketMutation = { solveTicket: { __typename: 'SolveTicketPayload', ticket: { __typename: 'Ticket', id: string, status: TicketStatus, solvedAt: string | null, closedAt: string | null, resolutionSeconds: number | null } | null } | null };

export type StartCampaignMutationVariables = Exact<{
  campaignId: string;
}>;


export type StartCampaignMutation = { startCampaign: { __typename: 'StartCampaignPayload', callCampaign: { __typename: 'CallCampaign', id: string, status: CallCampaignStatus } | null } | null };

export type StartConversationMutationVariables = Exact<{
  contactId: string;
  channel: Channel;
  subject?: string | null | undefined;
  businessId?: string | null | undefined;
}>;


export type StartConversationMutation = { startConversation: { __typename: 'StartConversationPayload', conversation: { __typename: 'Conversation', id: string, channel: Channel, subject: string | null, status: ConversationStatus, contact: { __typename: 'Contact', id: string } | null, assignedTo: { __typename: 'Membership', id: string } | null } | null } | null };

export type SubmitFormMutationVariables = Exact<{
  formId: string;
  data: JsonValue;
  utmSource?: string | null | undefined;
  utmMedium?: string | null | undefined;
  utmCampaign?: string | null | undefined;
  sourceUrl?: string | null | undefined;
  trap?: string | null | undefined;
}>;


export type SubmitFormMutation = { submitForm: { __typename: 'SubmitFormPayload', receipt: { __typename: 'FormReceipt', message: string | null, redirectUrl: string | null } | null } | null };

export type TagContactsMutationVariables = Exact<{
  contactIds: Array<string> | string;
  tags: Array<string> | string;
}>;


export type TagContactsMutation = { tagContacts: { __typename: 'TagContactsPayload', contacts: Array<{ __typename: 'Contact', id: string, tags: Array<string | null> }> | null } | null };

export type TeamPerformanceQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type TeamPerformanceQuery = { agentPerformances: { __typename: 'AgentPerformanceConnection', nodes: Array<{ __typename: 'AgentPerformance', membershipId: string, memberName: string | null, isActive: boolean | null, dealsWon: string | null, dealsWonValueCents: string | null, openTicketsCount: string | null, ticketsSolved: string | null, medianFirstResponseSeconds: number | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type TicketChangedSubscriptionVariables = Exact<{
  id?: string | null | undefined;
}>;


export type TicketChangedSubscription = { ticketChanged: { __typename: 'TicketChangedPayload', event: LiveEvent, id: string | null, ticket: { __typename: 'Ticket', id: string, number: number, subject: string, status: TicketStatus, priority: Priority, assignedTo: { __typename: 'Membership', id: string } | null } | null } | null };

export type TicketDeskQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: TicketFilter | null | undefined;
  orderBy?: Array<TicketOrderBy> | TicketOrderBy | null | undefined;
}>;


export type TicketDeskQuery = { tickets: { __typename: 'TicketConnection', totalCount: number, nodes: Array<{ __typename: 'Ticket', id: string, number: number, subject: string, status: TicketStatus, priority: Priority, createdAt: string, lastActivityAt: string, firstResponseAt: string | null, contact: { __typename: 'Contact', id: string, name: string } | null, assignedTo: { __typename: 'Membership', id: string, isActive: boolean, user: { __typename: 'User', id: string, fullName: string | null, avatarUrl: string | null } | null } | null, team: { __typename: 'Team', id: string, name: string } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type TicketMessageChangedSubscriptionVariables = Exact<{
  ticketId: string;
}>;


export type TicketMessageChangedSubscription = { ticketMessageChanged: { __typename: 'TicketMessageChangedPayload', event: LiveEvent, id: string | null, ticketMessage: { __typename: 'TicketMessage', id: string, senderType: TicketSenderType, isInternal: boolean, body: string } | null } | null };

export type TicketPageQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type TicketPageQuery = { ticket: { __typename: 'Ticket', id: string, tags: Array<string | null>, customFields: JsonValue, firstResponseSeconds: number | null, resolutionSeconds: number | null, number: number, subject: string, status: TicketStatus, priority: Priority, createdAt: string, lastActivityAt: string, firstResponseAt: string | null, ticketMessages: { __typename: 'TicketMessageConnection', totalCount: number, nodes: Array<{ __typename: 'TicketMessage', id: string, senderType: TicketSenderType, body: string, isInternal: boolean, createdAt: string, senderMembership: { __typename: 'Membership', id: string, isActive: boolean, user: { __typename: 'User', id: string, fullName: string | null, avatarUrl: string | null } | null } | null, senderContact: { __typename: 'Contact', id: string, name: string } | null, attachments: { __typename: 'AttachmentConnection', nodes: Array<{ __typename: 'Attachment', id: string, filename: string }> } }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } }, contact: { __typename: 'Contact', id: string, name: string } | null, assignedTo: { __typename: 'Membership', id: string, isActive: boolean, user: { __typename: 'User', id: string, fullName: string | null, avatarUrl: string | null } | null } | null, team: { __typename: 'Team', id: string, name: string } | null } | null };

export type TicketQueueQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  assignedToId?: string | null | undefined;
  teamId?: string | null | undefined;
  isUnassigned?: boolean | null | undefined;
}>;


export type TicketQueueQuery = { ticketQueue: { __typename: 'TicketConnection', nodes: Array<{ __typename: 'Ticket', id: string, number: number, subject: string, priority: Priority, createdAt: string, firstResponseSeconds: number | null, contact: { __typename: 'Contact', id: string, name: string } | null, assignedTo: { __typename: 'Membership', id: string } | null }>, pageInfo: { __typename: 'PageInfo', hasNextPage: boolean, endCursor: string | null } } | null };

export type TicketTimesQueryVariables = Exact<{
  firstDay: string;
  lastDay: string;
  assignedToId?: string | null | undefined;
}>;


export type TicketTimesQuery = { ticketTimes: { __typename: 'TicketTime', opened: number | null, answered: number | null, resolved: number | null, medianFirstResponseSeconds: number | null, ninetiethFirstResponseSeconds: number | null, medianResolutionSeconds: number | null, ninetiethResolutionSeconds: number | null } | null };

export type TransferOwnershipMutationVariables = Exact<{
  membershipId: string;
}>;


export type TransferOwnershipMutation = { transferOwnership: { __typename: 'TransferOwnershipPayload', membership: { __typename: 'Membership', id: string, role: { __typename: 'Role', id: string, systemRole: SystemRole | null } | null } | null } | null };

export type TriggerWorkflowMutationVariables = Exact<{
  workflowId: string;
  triggerData?: JsonValue | null | undefined;
}>;


export type TriggerWorkflowMutation = { triggerWorkflow: { __typename: 'TriggerWorkflowPayload', workflowExecution: { __typename: 'WorkflowExecution', id: string, status: WorkflowExecutionStatus, workflowVersion: number, triggeredBy: string | null, triggerData: JsonValue, startedAt: string | null } | null } | null };

export type UnmergeContactsMutationVariables = Exact<{
  contactMergeId: string;
}>;


export type UnmergeContactsMutation = { unmergeContacts: { __typename: 'UnmergeContactsPayload', contactMerge: { __typename: 'ContactMerge', id: string, undoneAt: string | null, contact: { __typename: 'Contact', id: string, email: string | null } | null, mergedContact: { __typename: 'Contact', id: string, email: string | null, deletedAt: string | null } | null } | null } | null };

export type UntagContactsMutationVariables = Exact<{
  contactIds: Array<string> | string;
  tags: Array<string> | string;
}>;


export type UntagContactsMutation = { untagContacts: { __typename: 'UntagContactsPayload', contacts: Array<{ __typename: 'Contact', id: string, tags: Array<string | null> }> | null } | null };

export type UpdateActivityMutationVariables = Exact<{
  id: string;
  patch: ActivityPatch;
}>;


export type UpdateActivityMutation = { updateActivity: { __typename: 'UpdateActivityPayload', activity: { __typename: 'Activity', id: string, kind: ActivityKind, subject: string | null, occurredAt: string, createdBy: { __typename: 'Membership', id: string } | null, contact: { __typename: 'Contact', id: string, lastContactedAt: string | null } | null } | null } | null };

export type UpdateApiKeyMutationVariables = Exact<{
  id: string;
  patch: ApiKeyPatch;
}>;


export type UpdateApiKeyMutation = { updateApiKey: { __typename: 'UpdateApiKeyPayload', apiKey: { __typename: 'ApiKey', id: string, name: string, expiresAt: string | null, revokedAt: string | null } | null } | null };

export type UpdateAppointmentMutationVariables = Exact<{
  id: string;
  patch: AppointmentPatch;
}>;


export type UpdateAppointmentMutation = { updateAppointment: { __typename: 'UpdateAppointmentPayload', appointment: { __typename: 'Appointment', id: string, status: AppointmentStatus, startsAt: string, endsAt: string, completedAt: string | null, canceledAt: string | null, cancellationReason: string | null } | null } | null };

export type UpdateBusinessMembershipMutationVariables = Exact<{
  id: string;
  patch: BusinessMembershipPatch;
}>;


export type UpdateBusinessMembershipMutation = { updateBusinessMembership: { __typename: 'UpdateBusinessMembershipPayload', businessMembership: { __typename: 'BusinessMembership', id: string, role: { __typename: 'Role', id: string } | null } | null } | null };

export type UpdateClientInvitationMutationVariables = Exact<{
  id: string;
  patch: ClientInvitationPatch;
}>;


export type UpdateClientInvitationMutation = { updateClientInvitation: { __typename: 'UpdateClientInvitationPayload', clientInvitation: { __typename: 'ClientInvitation', id: string, firstName: string | null, customMessage: string | null, expiresAt: string | null, revokedAt: string | null } | null } | null };

export type UpdateCompanyMutationVariables = Exact<{
  id: string;
  patch: CompanyPatch;
}>;


export type UpdateCompanyMutation = { updateCompany: { __typename: 'UpdateCompanyPayload', company: { __typename: 'Company', id: string, name: string, domain: string | null, phone: string | null, owner: { __typename: 'Membership', id: string } | null } | null } | null };

export type UpdateContactMutationVariables = Exact<{
  id: string;
  patch: ContactPatch;
}>;


export type UpdateContactMutation = { updateContact: { __typename: 'UpdateContactPayload', contact: { __typename: 'Contact', id: string, name: string, email: string | null, phone: string | null, lifecycleStage: ContactLifecycleStage, owner: { __typename: 'Membership', id: string } | null, company: { __typename: 'Company', id: string } | null } | null } | null };

export type UpdateContactsMutationVariables = Exact<{
  patches: Array<UpdateContactsItem> | UpdateContactsItem;
}>;


export type UpdateContactsMutation = { updateContacts: { __typename: 'UpdateContactsPayload', contacts: Array<{ __typename: 'Contact', id: string, name: string, email: string | null, updatedAt: string }> | null } | null };

export type UpdateContractMutationVariables = Exact<{
  id: string;
  patch: ContractPatch;
}>;


export type UpdateContractMutation = { updateContract: { __typename: 'UpdateContractPayload', contract: { __typename: 'Contract', id: string, number: number, title: string, status: ContractStatus, valueCents: string, currency: string, startsOn: string | null, endsOn: string | null, signedAt: string | null } | null } | null };

export type UpdateConversationMutationVariables = Exact<{
  id: string;
  patch: ConversationPatch;
}>;


export type UpdateConversationMutation = { updateConversation: { __typename: 'UpdateConversationPayload', conversation: { __typename: 'Conversation', id: string, status: ConversationStatus, assignedTo: { __typename: 'Membership', id: string } | null } | null } | null };

export type UpdateCustomFieldDefinitionMutationVariables = Exact<{
  id: string;
  patch: CustomFieldDefinitionPatch;
}>;


export type UpdateCustomFieldDefinitionMutation = { updateCustomFieldDefinition: { __typename: 'UpdateCustomFieldDefinitionPayload', customFieldDefinition: { __typename: 'CustomFieldDefinition', id: string, entity: CustomFieldEntity, fieldName: string, label: string, fieldType: CustomFieldType, options: Array<string | null>, isRequired: boolean, isInternal: boolean, position: number } | null } | null };

export type UpdateDealMutationVariables = Exact<{
  id: string;
  patch: DealPatch;
}>;


export type UpdateDealMutation = { updateDeal: { __typename: 'UpdateDealPayload', deal: { __typename: 'Deal', id: string, title: string, valueCents: string, currency: string, probability: number, closedAt: string | null, stage: { __typename: 'PipelineStage', id: string, name: string } | null } | null } | null };

export type UpdateFormMutationVariables = Exact<{
  id: string;
  patch: FormPatch;
}>;


export type UpdateFormMutation = { updateForm: { __typename: 'UpdateFormPayload', form: { __typename: 'Form', id: string, fields: JsonValue, settings: JsonValue, isActive: boolean } | null } | null };

export type UpdateLeadMutationVariables = Exact<{
  id: string;
  patch: LeadPatch;
}>;


export type UpdateLeadMutation = { updateLead: { __typename: 'UpdateLeadPayload', lead: { __typename: 'Lead', id: string, name: string, email: string | null, phone: string | null, status: LeadStatus, leadScore: number, convertedAt: string | null, lostReason: string | null, customFields: JsonValue, contact: { __typename: 'Contact', id: string } | null } | null } | null };

export type UpdateLeadScoringRuleMutationVariables = Exact<{
  id: string;
  patch: LeadScoringRulePatch;
}>;


export type UpdateLeadScoringRuleMutation = { updateLeadScoringRule: { __typename: 'UpdateLeadScoringRulePayload', leadScoringRule: { __typename: 'LeadScoringRule', id: string, points: number, isActive: boolean } | null } | null };

export type UpdateMessageMutationVariables = Exact<{
  id: string;
  patch: MessagePatch;
}>;


export type UpdateMessageMutation = { updateMessage: { __typename: 'UpdateMessagePayload', message: { __typename: 'Message', id: string, status: MessageStatus, sentAt: string | null, deliveredAt: string | null, readAt: string | null, failedAt: string | null, errorMessage: string | null } | null } | null };

export type UpdateOrganizationMutationVariables = Exact<{
  id: string;
  patch: OrganizationPatch;
  ifUpdatedAt?: string | null | undefined;
}>;


export type UpdateOrganizationMutation = { updateOrganization: { __typename: 'UpdateOrganizationPayload', organization: { __typename: 'Organization', id: string, slug: string, name: string, locale: string, currency: string, timezone: string, supportEmail: string | null, requiredAssuranceLevel: AssuranceLevel, settings: JsonValue, updatedAt: string } | null } | null };

export type UpdateProposalMutationVariables = Exact<{
  id: string;
  patch: ProposalPatch;
}>;


export type UpdateProposalMutation = { updateProposal: { __typename: 'UpdateProposalPayload', proposal: { __typename: 'Proposal', id: string, number: number, title: string, status: ProposalStatus, currency: string, subtotalCents: string, taxCents: string, totalCents: string, validUntil: string | null, sentAt: string | null, acceptedAt: string | null } | null } | null };

export type UpdateProposalItemMutationVariables = Exact<{
  id: string;
  patch: ProposalItemPatch;
}>;


export type UpdateProposalItemMutation = { updateProposalItem: { __typename: 'UpdateProposalItemPayload', proposalItem: { __typename: 'ProposalItem', id: string, amountCents: string, taxCents: string, proposal: { __typename: 'Proposal', id: string, subtotalCents: string, taxCents: string, totalCents: string } | null } | null } | null };

export type UpdateReviewMutationVariables = Exact<{
  id: string;
  response?: string | null | undefined;
}>;


export type UpdateReviewMutation = { updateReview: { __typename: 'UpdateReviewPayload', review: { __typename: 'Review', id: string, response: string | null, respondedAt: string | null } | null } | null };

export type UpdateRolePermissionMutationVariables = Exact<{
  id: string;
  patch: RolePermissionPatch;
}>;


export type UpdateRolePermissionMutation = { updateRolePermission: { __typename: 'UpdateRolePermissionPayload', rolePermission: { __typename: 'RolePermission', id: string, scope: PermissionScope } | null } | null };

export type UpdateStaffInvitationMutationVariables = Exact<{
  id: string;
  patch: StaffInvitationPatch;
}>;


export type UpdateStaffInvitationMutation = { updateStaffInvitation: { __typename: 'UpdateStaffInvitationPayload', staffInvitation: { __typename: 'StaffInvitation', id: string, expiresAt: string, revokedAt: string | null } | null } | null };

export type UpdateTaskMutationVariables = Exact<{
  id: string;
  patch: TaskPatch;
}>;


export type UpdateTaskMutation = { updateTask: { __typename: 'UpdateTaskPayload', task: { __typename: 'Task', id: string, title: string, status: TaskStatus, priority: Priority, completedAt: string | null, assignee: { __typename: 'Membership', id: string } | null, createdBy: { __typename: 'Membership', id: string } | null } | null } | null };

export type UpdateTicketMutationVariables = Exact<{
  id: string;
  patch: TicketPatch;
}>;


export type UpdateTicketMutation = { updateTicket: { __typename: 'UpdateTicketPayload', ticket: { __typename: 'Ticket', id: string, status: TicketStatus, priority: Priority, tags: Array<string | null>, solvedAt: string | null, closedAt: string | null, assignedTo: { __typename: 'Membership', id: string } | null } | null } | null };

export type UpdateWebhookEndpointMutationVariables = Exact<{
  id: string;
  patch: WebhookEndpointPatch;
}>;


export type UpdateWebhookEndpointMutation = { updateWebhookEndpoint: { __typename: 'UpdateWebhookEndpointPayload', webhookEndpoint: { __typename: 'WebhookEndpoint', id: string, url: string, events: Array<string | null>, isActive: boolean } | null } | null };

export type UpdateWorkflowMutationVariables = Exact<{
  id: string;
  patch: WorkflowPatch;
}>;


export type UpdateWorkflowMutation = { updateWorkflow: { __typename: 'UpdateWorkflowPayload', workflow: { __typename: 'Workflow', id: string, status: WorkflowStatus, version: number, nodes: JsonValue, edges: JsonValue } | null } | null };

export type UpdateWorkflowExecutionMutationVariables = Exact<{
  id: string;
  patch: WorkflowExecutionPatch;
}>;


export type UpdateWorkflowExecutionMutation = { updateWorkflowExecution: { __typename: 'UpdateWorkflowExecutionPayload', workflowExecution: { __typename: 'WorkflowExecution', id: string, status: WorkflowExecutionStatus, startedAt: string | null, completedAt: string | null } | null } | null };

export type UpsertContactsMutationVariables = Exact<{
  contacts: Array<UpsertContactsItem> | UpsertContactsItem;
  by: UpsertContactsKey;
}>;


export type UpsertContactsMutation = { upsertContacts: { __typename: 'UpsertContactsPayload', contacts: Array<{ __typename: 'Contact', id: string, name: string, email: string | null, lifecycleStage: ContactLifecycleStage, updatedAt: string }> | null } | null };

export type WinDealMutationVariables = Exact<{
  dealId: string;
  valueCents?: string | number | null | undefined;
  stageId?: string | null | undefined;
}>;


export type WinDealMutation = { winDeal: { __typename: 'WinDealPayload', deal: { __typename: 'Deal', id: string, valueCents: string, probability: number, closedAt: string | null, stage: { __typename: 'PipelineStage', id: string, name: string, kind: PipelineStageKind } | null, contact: { __typename: 'Contact', id: string, lifecycleStage: ContactLifecycleStage } | null } | null } | null };

export type WriteReviewMutationVariables = Exact<{
  appointmentId: string;
  rating: number;
  title?: string | null | undefined;
  comment?: string | null | undefined;
}>;


export type WriteReviewMutation = { writeReview: { __typename: 'WriteReviewPayload', review: { __typename: 'Review', id: string, rating: number, title: string | null, comment: string | null, source: string, contact: { __typename: 'Contact', id: string } | null, service: { __typename: 'Service', id: string } | null } | null } | null };

export type WriteTicketMessageMutationVariables = Exact<{
  message: TicketMessageInput;
}>;


export type WriteTicketMessageMutation = { createTicketMessage: { __typename: 'CreateTicketMessagePayload', ticketMessage: { __typename: 'TicketMessage', id: string, senderType: TicketSenderType, isInternal: boolean, senderMembership: { __typename: 'Membership', id: string } | null, senderContact: { __typename: 'Contact', id: string } | null, ticket: { __typename: 'Ticket', id: string, status: TicketStatus, firstResponseAt: string | null, lastActivityAt: string } | null } | null } | null };
