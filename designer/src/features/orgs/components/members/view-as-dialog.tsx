import { Anchor, Badge, Group, Modal, SimpleGrid, Skeleton, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, type Shape } from "@/shared/api/client";
import { placesShown } from "@/shared/api/places";
import { ErrorState } from "@/shared/kit/error-state";
import type { Org } from "@/shared/kit/org-tree";
import { usePermissionName } from "@/shared/kit/permission-name";
import { useRoleName } from "@/shared/kit/use-role-name";
import { list } from "@/shared/lib/format";

type Props = { org: Org; member: Shape<"MemberBody">; close: () => void };

/** What a member sees in an org and may do there, and what not; each permission leads to why. */
export function ViewAsDialog({ org, member, close }: Props) {
  const { t } = useTranslation("orgs");
  const name = usePermissionName();
  const roleName = useRoleName();
  const asked = api.useQuery("get", "/api/v1/orgs/{org_id}/members/{member_id}/permissions", {
    params: { path: { org_id: org.id, member_id: member.id } },
  });
  const all = asked.data?.items ?? [];
  const can = all.filter((p) => p.allowed).map((p) => p.permission);
  const kinds = [...new Set(all.map((p) => p.permission.split(":")[0] ?? ""))];
  const roles = [...new Set(all.flatMap((p) => p.lines.map((l) => roleName(l.role))))];
  const words = (kind: string, allowed: boolean) =>
    all
      .filter((p) => p.permission.startsWith(`${kind}:`) && p.allowed === allowed)
      .map((p, at) => (
        <span key={p.permission}>
          {at > 0 && " · "}
          <Anchor
            component={Link}
            inherit
            underline="always"
            to={`/o/${org.id}/members`}
            search={{ tab: "explain", subject: member.id, permission: p.permission } as never}
            aria-label={t("viewAs.why", { what: name(p.permission) })}
          >
            {name(p.permission)}
          </Anchor>
        </span>
      ));
  return (
    <Modal opened onClose={close} size="xl" title={t("viewAs.title", { name: member.name, org: org.name })}>
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {t("viewAs.help", { name: member.name })}
        </Text>
        {asked.isPending && <Skeleton height={320} />}
        {asked.error && <ErrorState error={asked.error} retry={() => asked.refetch()} />}
        {asked.data && (
          <>
            <section aria-label={t("viewAs.rail")}>
              <Title order={3} size="h5" mb={4}>
                {t("viewAs.rail")}
              </Title>
              <Group gap={6}>
                {placesShown(can).map((id) => (
                  <Badge key={id} variant="light" c="var(--c-text)" tt="none">
                    {t(`app:place.${id}`)}
                  </Badge>
                ))}
              </Group>
            </section>
            <Text size="sm">
              {roles.length > 0 ? `${t("viewAs.roles")}: ${list(roles)}` : t("viewAs.noRoles")}
            </Text>
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
              {kinds.map((kind) => (
                <section key={kind} aria-label={name(kind)}>
                  <Title order={3} size="h5">
                    {name(kind)}
                  </Title>
                  {([true, false] as const).map((allowed) => {
                    const some = words(kind, allowed);
                    if (some.length === 0) return null;
                    return (
                      <Text key={String(allowed)} size="sm">
                        <Text span inherit c="dimmed">
                          {`${t(allowed ? "viewAs.may" : "viewAs.mayNot")}: `}
                        </Text>
                        {some}
                      </Text>
                    );
                  })}
                </section>
              ))}
            </SimpleGrid>
          </>
        )}
      </Stack>
    </Modal>
  );
}
