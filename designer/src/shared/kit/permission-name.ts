import { useTranslation } from "react-i18next";

/** The name of a permission or of a kind of permissions, in words; what is not known, as it is. */
export function usePermissionName(): (word: string) => string {
  const { t } = useTranslation();
  return (word) => {
    const [kind, verb] = word.split(":");
    const key = verb ? `permission.${kind}_${verb}` : `permission.${kind}`;
    return t(key as never, { defaultValue: word });
  };
}
