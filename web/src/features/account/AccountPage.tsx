import { useState } from "react";
import { useSession } from "@/shared/session/store";
import { text } from "@/shared/text";
import { usePageTitle } from "@/shared/ui/usePageTitle";
import { ApiKey } from "./ApiKey";
import { Password } from "./Password";
import { PreferencesForm } from "./PreferencesForm";
import { Profile } from "./Profile";
import { Sessions } from "./Sessions";

export function AccountPage() {
  usePageTitle(text.account.title);
  const user = useSession((state) => state.user);
  const [round, setRound] = useState(0);
  if (!user) return null;
  return (
    <div className="mx-auto w-full max-w-[60rem] px-4 py-8 sm:px-6 sm:py-12">
      <h1 className="title-face mb-7 text-[2rem]">{text.account.title}</h1>
      <Profile user={user} />
      <Password user={user} onChanged={() => setRound(round + 1)} />
      <PreferencesForm user={user} />
      <Sessions round={round} />
      <ApiKey user={user} />
    </div>
  );
}
