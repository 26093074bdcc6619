/** How a preview is asked: it holds for what is there now, and a refusal is an answer. */
export const beforehand = { staleTime: 0, gcTime: 0, retry: false, refetchOnWindowFocus: false } as const;
