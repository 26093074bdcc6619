/** One line of a log; `n` counts from 0. */
export type LogLine = { n: number; at: string; stream: string; text: string };

/** What is known of a log now. The lines that are not here yet are fetched when they are looked at. */
export type LogState = {
  lines: ReadonlyMap<number, LogLine>;
  /** How many lines there are by now. */
  end: number;
  /** No more will come. */
  over: boolean;
  /** Nothing is known yet. */
  loading: boolean;
  error?: unknown;
};

/** Where the lines of a log come from. `snapshot` gives another object after each change and only then. */
export type LogSource = {
  subscribe: (listener: () => void) => () => void;
  snapshot: () => LogState;
  /** The lines from `from` on up to and without `to` are looked at. */
  want: (from: number, to: number) => void;
  /** All lines are needed, to search in them. */
  all: () => Promise<void>;
};
