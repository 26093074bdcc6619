import { createContext, useContext } from "react";

/** What is known of a file that was given to a form; its id stands in the value. */
export type GivenFile = { id: string; name: string; size: number };

/** Where the files of a form go. */
export type Files = {
  /** Those that were given so far. */
  given: readonly GivenFile[];
  /** Sends a file for a field and gives its id; tells how many bytes have gone. */
  give: (field: string, file: File, told: (sent: number) => void, signal: AbortSignal) => Promise<string>;
  /** Takes one away again. */
  remove: (id: string) => void;
};

export const FilesContext = createContext<Files | undefined>(undefined);

export function useFiles(): Files {
  const files = useContext(FilesContext);
  if (!files) throw new Error("a field that takes files stands in a form that keeps none");
  return files;
}

/** How many bytes a file may have where the schema says nothing; the server has the same. */
export const usualSize = 8_000_000;
