/** Who works on a film. */
export const team = {
  creator: "Creator",
  roles: { viewer: "Viewer", editor: "Editor", owner: "Owner" },
  roleHints: {
    viewer: "Sees everything about the film, changes nothing.",
    editor: "Sees and changes everything about the film.",
    owner: "Like an editor, and named as an owner of the film.",
  },
  role: "Role",
  roleOf: (name: string) => `Role of ${name}`,
  add: "Add",
  addTitle: "Add somebody to this film",
  who: "Member ID",
  whoByEmail: "Email or member ID",
  whoHint: "Everybody finds their own on their account page.",
  required: "Say who it is.",
  idNotEmail: "That is an email. Ask for the member ID: it is on their account page.",
  unknown: "There is no such account.",
  taken: "They are on the team already.",
  remove: (name: string) => `Remove ${name} from the team`,
  unnamed: (end: string) => `Member …${end}`,
};
