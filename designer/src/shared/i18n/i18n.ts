import i18next, { type i18n } from "i18next";
import { initReactI18next } from "react-i18next";

export const languages = ["en", "zh-CN"] as const;
export type Language = (typeof languages)[number];

/** Reads all texts of one language: namespace → texts. */
export type Catalogue = (language: Language) => Promise<Record<string, object>>;

const key = "catenary.language";

let read: Catalogue = async () => ({});

/** Whether somebody chose a language in this browser. */
export const hasChosenLanguage = () => localStorage.getItem(key) !== null;

/** The language somebody chose, else the browser's. */
export function chosenLanguage(): Language {
  const chosen = localStorage.getItem(key);
  if (chosen === "en" || chosen === "zh-CN") return chosen;
  return navigator.language.startsWith("zh") ? "zh-CN" : "en";
}

/** Sets up the texts. Each feature's folder is a namespace: `useTranslation("runs")`. */
export async function startI18n(catalogue: Catalogue, language: Language = chosenLanguage()): Promise<i18n> {
  read = catalogue;
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    defaultNS: "shared",
    ns: ["shared"],
    interpolation: { escapeValue: false },
    resources: { [language]: await catalogue(language) },
    returnNull: false,
  });
  document.documentElement.lang = language;
  return i18next;
}

/** Changes the language at once and remembers it. */
export async function changeLanguage(language: Language): Promise<void> {
  for (const [namespace, texts] of Object.entries(await read(language))) {
    i18next.addResourceBundle(language, namespace, texts, true, true);
  }
  await i18next.changeLanguage(language);
  localStorage.setItem(key, language);
  document.documentElement.lang = language;
}

/** What the server says in both languages, in the one that is shown. */
export function words(w: { en: string; zh: string }, language = i18next.language): string {
  return language?.startsWith("zh") ? w.zh || w.en : w.en || w.zh;
}
