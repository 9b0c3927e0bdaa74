/** Something that can be subscribed to. */
export interface Topic {
  /** The field of `Subscription`. */
  readonly field: string;
  /** The table whose rows are told of, and the payload's field with the row. */
  readonly table: string;
  readonly rowField: string;
  /** What members and API keys need; the portal's contacts are under policies alone. */
  readonly permission?: string;
  /** The argument that narrows it down, and the table that this names a row of. */
  readonly argument?: { readonly name: string; readonly table: string; readonly isRequired: boolean };
  /** Whether it tells of what belongs to the member who subscribes. */
  readonly isOwn?: boolean;
  readonly description: string;
}

/** All that can be subscribed to. */
export const TOPICS: readonly Topic[] = [
  {
    field: "ticketChanged",
    table: "tickets",
    rowField: "ticket",
    permission: "tickets.read",
    argument: { name: "id", table: "tickets", isRequired: false },
    description: "Tells of tickets that are opened, changed or removed: of one, or of all that the subscriber can see.",
  },
  {
    field: "ticketMessageChanged",
    table: "ticket_messages",
    rowField: "ticketMessage",
    permission: "tickets.read",
    argument: { name: "ticketId", table: "tickets", isRequired: true },
    description: "Tells of the messages of a ticket, internal ones only to those who can read them.",
  },
  {
    field: "conversationChanged",
    table: "conversations",
    rowField: "conversation",
    permission: "conversations.read",
    argument: { name: "id", table: "conversations", isRequired: false },
    description: "Tells of conversations that are begun or changed: of one, or of all that the subscriber can see.",
  },
  {
    field: "messageChanged",
    table: "messages",
    rowField: "message",
    permission: "conversations.read",
    argument: { name: "conversationId", table: "conversations", isRequired: true },
    description: "Tells of the messages of a conversation: new ones, and how far sent ones have come.",
  },
  {
    field: "notificationChanged",
    table: "notifications",
    rowField: "notification",
    isOwn: true,
    description: "Tells the member who subscribes of their notifications: new ones, and those that are marked as read.",
  },
  {
    field: "dealChanged",
    table: "deals",
    rowField: "deal",
    permission: "deals.read",
    argument: { name: "pipelineId", table: "pipelines", isRequired: false },
    description:
      "Tells of deals that are added or changed: of those on a pipeline, come and gone ones too, or of all that the subscriber can see.",
  },
];
