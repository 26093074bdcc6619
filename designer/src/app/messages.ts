import type { Catalogue } from "@/shared/i18n/i18n";

type Texts = { default: Record<string, object> };

/** All texts of a language come in one file of their own. */
export const catalogue: Catalogue = async (language) => {
  const texts: Texts =
    language === "zh-CN" ? await import("./messages.zh-CN") : await import("./messages.en");
  return texts.default;
};
