import { useEffect, useState } from 'react';

/** The value once it has been still for a moment; keeps searches from asking at every key. */
export function useDebounced<T>(value: T, milliseconds = 220): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}
