import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";

type Props = { to: string; org: string; label: string };

/** Leads from the page of one thing to the list of all. */
export function AllLink({ to, org, label }: Props) {
  return (
    <Anchor size="sm" renderRoot={(props) => <Link {...props} to={to} params={{ org } as never} />}>
      {label}
    </Anchor>
  );
}
