/** The product's mark: an account line and its amounts. */
export function Mark() {
  return (
    <svg viewBox="0 0 20 20" fill="currentColor" aria-hidden="true">
      <rect x="2" y="3" width="3" height="14" rx="1" />
      <rect x="7" y="13" width="11" height="4" rx="1" />
      <rect x="7" y="8" width="7" height="3" rx="1" opacity=".55" />
      <rect x="7" y="3" width="9" height="3" rx="1" opacity=".3" />
    </svg>
  );
}
