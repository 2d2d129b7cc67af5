import { ROLES, type Role } from '../figures/access.js';
import { words } from '../words/words.js';

const w = words.access.roles;

interface RolesPickerProps {
  readonly value: readonly Role[];
  /** The roles that may be given; all of them where left out. */
  readonly offered?: readonly Role[];
  readonly onChange: (roles: Role[]) => void;
}

/** Some of the roles, each with what it opens. */
export function RolesPicker({ value, offered = ROLES, onChange }: RolesPickerProps) {
  return (
    <fieldset className="grid gap-1 min-w-0">
      <legend className="small quiet pb-1">{w.label}</legend>
      {ROLES.filter((role) => offered.includes(role)).map((role) => (
        <label key={role} className="role-choice">
          <input
            type="checkbox"
            checked={value.includes(role)}
            onChange={(event) => {
              const { checked } = event.target;
              onChange(ROLES.filter((one) => (one === role ? checked : value.includes(one))));
            }}
          />
          <span>
            <span className="strong">{w.names[role]}</span> <span className="quiet">{w.tells[role]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
