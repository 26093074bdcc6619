import { Checkbox, Input, SimpleGrid, Skeleton, Stack } from "@mantine/core";
import { api } from "@/shared/api/client";
import { ErrorState } from "./error-state";
import { usePermissionName } from "./permission-name";

type Props = {
  label: string;
  value: string[];
  change: (permissions: string[]) => void;
  error?: string | undefined;
  /** Those that can be chosen; all if it is left out. */
  only?: (permission: string) => boolean;
  disabled?: boolean;
};

/** Chooses permissions, by what they are about. */
export function PermissionPicker({ label, value, change, error, only, disabled }: Props) {
  const name = usePermissionName();
  const all = api.useQuery("get", "/api/v1/permissions", {}, { staleTime: Number.POSITIVE_INFINITY });
  if (all.isPending) return <Skeleton height={200} />;
  if (all.error) return <ErrorState error={all.error} retry={() => all.refetch()} />;
  const listed = all.data.items.filter((p) => !only || only(p.permission));
  const kinds = [...new Set(listed.map((p) => p.kind))];
  return (
    <Input.Wrapper label={label} error={error} labelElement="div">
      <SimpleGrid cols={{ base: 1, xs: 2, sm: 3 }} spacing="md" mt="xs">
        {kinds.map((kind) => {
          const words = listed.filter((p) => p.kind === kind).map((p) => p.permission);
          const on = words.filter((w) => value.includes(w));
          const others = value.filter((w) => !words.includes(w));
          return (
            <Stack key={kind} gap="xs" role="group" aria-label={name(kind)}>
              <Checkbox
                size="xs"
                fw={600}
                label={name(kind)}
                disabled={disabled ?? false}
                checked={on.length === words.length}
                indeterminate={on.length > 0 && on.length < words.length}
                onChange={(e) => change(e.currentTarget.checked ? [...others, ...words] : others)}
              />
              {words.length > 1 &&
                words.map((word) => (
                  <Checkbox
                    key={word}
                    size="xs"
                    ml="md"
                    label={name(word)}
                    disabled={disabled ?? false}
                    checked={value.includes(word)}
                    onChange={(e) =>
                      change(e.currentTarget.checked ? [...value, word] : value.filter((w) => w !== word))
                    }
                  />
                ))}
            </Stack>
          );
        })}
      </SimpleGrid>
    </Input.Wrapper>
  );
}
