import { Database, LogOut, UserRound } from "lucide-react";
import { useNavigate } from "react-router";
import { request } from "@/shared/api/client";
import type { User } from "@/shared/api/types";
import { leftOnPurpose } from "@/shared/session/store";
import { text } from "@/shared/text";
import { Menu } from "@/shared/ui/Menu";
import { initials } from "@/shared/ui/initials";

export function AccountMenu({ user }: { user: User }) {
  const navigate = useNavigate();

  async function signOut() {
    try {
      await request("POST", "/api/users/logout");
    } finally {
      leftOnPurpose();
      void navigate("/");
    }
  }

  return (
    <Menu
      label={text.header.account(user.name)}
      trigger={
        <span className="grid size-8 place-items-center rounded-full bg-tungsten-wash text-xs font-semibold text-tungsten">
          {initials(user.name)}
        </span>
      }
      header={
        <div className="mb-1.5 border-b border-line px-3 pt-2 pb-3">
          <p className="truncate font-medium">{user.name}</p>
          <p className="truncate text-[0.8125rem] text-faint">{user.email}</p>
          <p className="text-[0.8125rem] text-faint">{text.header.role[user.role]}</p>
        </div>
      }
      items={[
        {
          label: text.account.menu,
          icon: <UserRound />,
          onSelect: () => void navigate("/account"),
        },
        ...(user.role === "admin"
          ? [{ label: text.header.admin, icon: <Database />, onSelect: () => location.assign("/admin") }]
          : []),
        {
          label: text.header.signOut,
          icon: <LogOut />,
          onSelect: () => void signOut().catch(() => undefined),
        },
      ]}
    />
  );
}
