import { useTranslation } from "react-i18next";

/** The name of a role: that of a system role in the language that is shown, else its own. */
export function useRoleName(): (role: { id: string; name?: string }) => string {
  const { t } = useTranslation();
  return (role) => t(`role.${role.id}` as never, { defaultValue: role.name ?? role.id });
}
