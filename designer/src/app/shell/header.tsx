import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useOrg } from "@/shared/api/session";
import classes from "./shell.module.css";

/** The line at the top: which org is looked at, search, language, look, account. */
export function Header({ org }: { org: string }) {
  const seen = useOrg(org);
  return (
    <header className={classes.header}>
      <Anchor component={Link} to="/" c="inherit" fw={600}>
        Catenary
      </Anchor>
      <span>{seen.data?.name}</span>
    </header>
  );
}
