/** When a day such as 2026-10-01 begins here. */
export function firstMoment(day: string): string {
  return new Date(`${day}T00:00:00`).toISOString();
}

/** The last second of a day here. */
export function lastMoment(day: string): string {
  return new Date(`${day}T23:59:59`).toISOString();
}
