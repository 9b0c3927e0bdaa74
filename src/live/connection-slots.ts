/** Counts the connections of each client, of which there may be so many. */
export interface ConnectionSlots {
  /**
   * Takes one.
   *
   * @param owner - whose connections are counted together
   * @param limit - how many they may have
   * @returns whether there was one left
   */
  take(owner: string, limit: number): boolean | Promise<boolean>;
  /** Gives back one that was taken. */
  give(owner: string): void;
}

/** Counts in this process. */
export class LocalSlots implements ConnectionSlots {
  private readonly taken = new Map<string, number>();

  take(owner: string, limit: number): boolean {
    const count = this.taken.get(owner) ?? 0;
    if (count >= limit) return false;
    this.taken.set(owner, count + 1);
    return true;
  }

  give(owner: string): void {
    const count = (this.taken.get(owner) ?? 0) - 1;
    if (count > 0) this.taken.set(owner, count);
    else this.taken.delete(owner);
  }
}

/** What a worker asks of the process that counts for all of them, and what that answers to `take`. */
export type SlotRequest =
  | { readonly slot: "take"; readonly id: number; readonly owner: string; readonly limit: number }
  | { readonly slot: "give"; readonly owner: string };
export interface SlotAnswer {
  readonly slot: number;
  readonly isTaken: boolean;
}

/** Counts in another process, together with the connections that others of its kind have. */
export class RemoteSlots implements ConnectionSlots {
  private readonly send: (request: SlotRequest) => void;
  private readonly waiting = new Map<number, (isTaken: boolean) => void>();
  private lastId = 0;

  /** @param send - brings requests to the process that counts, whose answers go to `hear` */
  constructor(send: (request: SlotRequest) => void) {
    this.send = send;
  }

  take(owner: string, limit: number): Promise<boolean> {
    const id = ++this.lastId;
    return new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.send({ slot: "take", id, owner, limit });
    });
  }

  give(owner: string): void {
    this.send({ slot: "give", owner });
  }

  hear({ slot, isTaken }: SlotAnswer): void {
    this.waiting.get(slot)?.(isTaken);
    this.waiting.delete(slot);
  }
}

/** What one worker has taken, to be given back when it ends in whatever way. */
export class SlotsOfWorker {
  private readonly slots: LocalSlots;
  private readonly owners: string[] = [];

  /** @param slots - counts for all workers */
  constructor(slots: LocalSlots) {
    this.slots = slots;
  }

  /** Does what the worker asks, and gives the answer if there is to be one. */
  serve(request: SlotRequest): SlotAnswer | undefined {
    const { owner } = request;
    if (request.slot === "give") {
      this.slots.give(owner);
      this.owners.splice(this.owners.indexOf(owner), 1);
      return undefined;
    }
    const isTaken = this.slots.take(owner, request.limit);
    if (isTaken) this.owners.push(owner);
    return { slot: request.id, isTaken };
  }

  /** Gives everything back. */
  end(): void {
    for (const owner of this.owners.splice(0)) this.slots.give(owner);
  }
}
