type Member = { id: string; name: string; email: string };
type Group = { id: string; name: string };

export type SubjectKind = "people" | "groups" | "accounts";

/** Those who can hold a role, by what they are, each once, by name. */
export function subjectsOf(members: Member[], groups: Group[], accounts: Group[]) {
  const sorted = (all: { value: string; label: string }[]) =>
    [...new Map(all.map((x) => [x.value, x])).values()].sort((a, b) => a.label.localeCompare(b.label));
  const kinds: { kind: SubjectKind; items: { value: string; label: string }[] }[] = [
    { kind: "people", items: sorted(members.map((m) => ({ value: m.id, label: `${m.name} (${m.email})` }))) },
    { kind: "groups", items: sorted(groups.map((g) => ({ value: g.id, label: g.name }))) },
    { kind: "accounts", items: sorted(accounts.map((a) => ({ value: a.id, label: a.name }))) },
  ];
  return kinds.filter((k) => k.items.length > 0);
}
