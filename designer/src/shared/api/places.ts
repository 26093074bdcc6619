/** The places of the rail, in their order, with the permission that shows each; empty: everybody. */
const permissions = {
  home: "",
  inbox: "",
  chains: "chain:view",
  runs: "run:view",
  releases: "release:view",
  triggers: "chain:view",
  templates: "template:view",
  scripts: "chain:view",
  environments: "environment:view",
  engines: "engine:use",
  switches: "switch:view",
  secrets: "secret:list",
  members: "org:view",
  audit: "audit:view",
  system: "audit:view",
} as const;

export type PlaceId = keyof typeof permissions;

/** The places that the rail shows to who may do so much in an org. */
export function placesShown(can: string[]): PlaceId[] {
  return (Object.keys(permissions) as PlaceId[]).filter(
    (id) => permissions[id] === "" || can.includes(permissions[id]),
  );
}
