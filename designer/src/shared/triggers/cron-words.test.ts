import { describe, expect, it } from "vitest";
import { cronWords } from "./cron-words";

describe("cronWords", () => {
  it.each([
    ["* * * * *", { every: "minute", step: 1 }],
    ["*/15 * * * *", { every: "minute", step: 15 }],
    ["5 * * * *", { every: "hour", minute: 5, step: 1 }],
    ["0 */4 * * *", { every: "hour", minute: 0, step: 4 }],
    ["30 6 * * *", { every: "day", time: "06:30" }],
    ["0 9 * * 1-5", { every: "week", time: "09:00", days: [1, 2, 3, 4, 5] }],
    ["0 9 * * mon,wed", { every: "week", time: "09:00", days: [1, 3] }],
    ["0 9 * * 7", { every: "week", time: "09:00", days: [0] }],
    ["0 8 1,15 * *", { every: "month", time: "08:00", days: [1, 15] }],
    ["@daily", { every: "day", time: "00:00" }],
  ])("reads %s", (cron, words) => {
    expect(cronWords(cron)).toEqual(words);
  });

  it.each(["", "0 9 * *", "0 9 1 * 1", "0 9 * 6 *", "0 9-17 * * *", "a b c d e", "0 9 * * 8", "0 9 * * 5-1"])(
    "says nothing of %s rather than something wrong",
    (cron) => {
      expect(cronWords(cron)).toBeUndefined();
    },
  );
});
