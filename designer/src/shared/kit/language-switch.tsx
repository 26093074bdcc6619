import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { changeLanguage, type Language } from "@/shared/i18n/i18n";

type Props = {
  /** Called when the language was changed. */
  changed?: (language: Language) => void;
};

/** Changes between Chinese and English; each is called by its own name. */
export function LanguageSwitch({ changed }: Props) {
  const { i18n } = useTranslation();
  const other: Language = i18n.language.startsWith("zh") ? "en" : "zh-CN";
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-sm"
      lang={other}
      onClick={() => void changeLanguage(other).then(() => changed?.(other))}
    >
      {other === "en" ? "English" : "中文"}
    </Button>
  );
}
