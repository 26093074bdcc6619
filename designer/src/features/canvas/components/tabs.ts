/** What a chain's page has, in the order of its tabs; the first is shown where the address names none. */
export const tabs = ["canvas", "versions", "runs", "triggers", "settings"] as const;
export type Tab = (typeof tabs)[number];
