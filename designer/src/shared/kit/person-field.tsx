import { Autocomplete } from "@mantine/core";
import { useOrg } from "@/shared/api/session";
import { useMembersAlong } from "./use-along";
import { useSearched } from "./use-searched";

type Props = {
  /** The org whose members are offered, and those of the orgs above it; empty: nobody is. */
  org: string;
  label: string;
  description: string;
  value: string;
  change: (email: string) => void;
  error?: string | undefined;
};

/**
 * Asks for a person by e-mail address. To those who may see an org's members they are offered by name; others
 * type the address.
 */
export function PersonField({ org, label, description, value, change, error }: Props) {
  const searched = useSearched();
  const known = useMembersAlong(useOrg(org).data, searched.query).items ?? [];
  const name = (email: string) => known.find((m) => m.email === email)?.name ?? "";
  const { onSearchChange, ...typing } = searched.typing(known.map((m) => m.email));
  return (
    <Autocomplete
      label={label}
      description={description}
      required
      data={[...new Set(known.map((m) => m.email))]}
      renderOption={({ option }) => <span>{`${name(option.value)} · ${option.value}`}</span>}
      filter={({ options, search }) =>
        options.filter(
          (o) =>
            "value" in o && `${name(o.value)} ${o.value}`.toLowerCase().includes(search.trim().toLowerCase()),
        )
      }
      value={value}
      error={error}
      {...typing}
      onChange={(text) => {
        change(text);
        onSearchChange(text);
      }}
    />
  );
}
