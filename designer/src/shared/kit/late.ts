import { useEffect, useState } from "react";

/** Whether something has been going on for so long that a person should see that. */
export function useLate(going: boolean, after = 200): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!going) {
      setLate(false);
      return;
    }
    const timer = setTimeout(() => setLate(true), after);
    return () => clearTimeout(timer);
  }, [going, after]);
  return going && late;
}
