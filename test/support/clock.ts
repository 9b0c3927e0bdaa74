import { mock } from "node:test";
import { afterEach, beforeEach } from "@jest/globals";

/** The time of day as the code under test reads it. */
export interface Clock {
  /** Moves it forward. */
  advance(seconds: number): void;
  /** Seconds since 1970, as tokens have them. */
  seconds(): number;
}

/** Gives each test of a file a clock that stands still until it is moved; timers and the network go on as they do. */
export function useClock(): Clock {
  beforeEach(() => mock.timers.enable({ apis: ["Date"], now: Date.now() }));
  afterEach(() => mock.timers.reset());
  return {
    advance: (seconds) => mock.timers.setTime(Date.now() + seconds * 1_000),
    seconds: () => Math.floor(Date.now() / 1_000),
  };
}
