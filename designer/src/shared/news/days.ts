const two = (n: number) => String(n).padStart(2, "0");

/** The day of a time where somebody is, as a field of a date has it: 2026-10-01. */
export function dayOf(at: string | undefined): string {
  if (!at) return "";
  const d = new Date(at);
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`;
}

/** When a day begins or ends; the time that it was, if its day is still the same. */
export function timeOf(day: string, edge: "begin" | "end", was: string | undefined): string | undefined {
  if (day === "") return undefined;
  if (was && dayOf(was) === day) return was;
  return new Date(`${day}T${edge === "begin" ? "00:00:00" : "23:59:59"}`).toISOString();
}
