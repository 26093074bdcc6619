import i18next from "i18next";

/** The days of a week as the server counts them, Monday first. */
export const week = [1, 2, 3, 4, 5, 6, 7];

/** What a day of the week is called: 1 is Monday, 7 Sunday. */
export function weekday(day: number, form: "short" | "long"): string {
  // 5 January 2026 was a Monday.
  return new Intl.DateTimeFormat(i18next.language || "en", { weekday: form, timeZone: "UTC" }).format(
    Date.UTC(2026, 0, 4 + day),
  );
}
