import { afterEach, beforeEach, jest } from "@jest/globals";

/** Everything that tells or takes time, but for Date. */
const REAL = [
  ...(["hrtime", "nextTick", "performance", "queueMicrotask", "setImmediate", "clearImmediate"] as const),
  ...(["setInterval", "clearInterval", "setTimeout", "clearTimeout"] as const),
];

/** The time of day as the code under test reads it. */
export interface Clock {
  /** Moves it forward. */
  advance(seconds: number): void;
  /** Seconds since 1970, as tokens have them. */
  seconds(): number;
}

/** Gives each test of a file a clock that stands still until it is moved; timers and the network go on as they do. */
export function useClock(): Clock {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: [...REAL] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });
  return {
    advance: (seconds) => void jest.setSystemTime(Date.now() + seconds * 1_000),
    seconds: () => Math.floor(Date.now() / 1_000),
  };
}
