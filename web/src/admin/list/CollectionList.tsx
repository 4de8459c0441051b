import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import useMediaQuery from "@mui/material/useMediaQuery";
import type { Theme } from "@mui/material/styles";
import TrashIcon from "@mui/icons-material/DeleteOutlined";
import LeaveIcon from "@mui/icons-material/ArrowBack";
import {
  Button,
  ColumnsButton,
  CreateButton,
  FilterButton,
  List,
  Pagination,
  TopToolbar,
  useListContext,
} from "react-admin";
import type { Collection } from "../api/declarations";
import { useThisCollection } from "../Declared";
import { text } from "../text";
import { Cards } from "./Cards";
import { filtersOf } from "./filters";
import { Rows } from "./Rows";

const SORT = { field: "updatedAt", order: "DESC" as const };

export function CollectionList() {
  const collection = useThisCollection();
  const narrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down("sm"));
  return (
    <List
      key={collection.slug}
      title={collection.plural}
      actions={<Actions collection={collection} narrow={narrow} />}
      empty={false}
      exporter={false}
      filters={filtersOf(collection)}
      pagination={<Pagination rowsPerPageOptions={[10, 25, 50, 100]} />}
      perPage={25}
      sort={SORT}
      storeKey={`${collection.slug}.list`}
    >
      <Heading collection={collection} />
      {narrow ? (
        <Cards collection={collection} empty={<Nothing collection={collection} />} />
      ) : (
        <Rows collection={collection} empty={<Nothing collection={collection} />} />
      )}
    </List>
  );
}

function Heading({ collection }: { collection: Collection }) {
  const { filterValues } = useListContext();
  return (
    <Box sx={{ px: 2, pt: 2, pb: 1 }}>
      <Typography component="h1" variant="h6">
        {filterValues.trashed ? `${collection.plural} › ${text.list.trash}` : collection.plural}
      </Typography>
      <Typography variant="body2" sx={{ color: "text.secondary" }}>
        {collection.description}
      </Typography>
    </Box>
  );
}

function Actions({ collection, narrow }: { collection: Collection; narrow: boolean }) {
  return (
    <TopToolbar>
      {collection.trash ? <TrashSwitch /> : null}
      <FilterButton disableSaveQuery />
      {narrow ? null : <ColumnsButton />}
      {collection.can.create ? <CreateButton /> : null}
    </TopToolbar>
  );
}

function TrashSwitch() {
  const { filterValues, displayedFilters, setFilters } = useListContext();
  const { trashed, ...rest } = filterValues as Record<string, unknown>;
  const inside = Boolean(trashed);
  return (
    <Button
      label={inside ? text.list.leaveTrash : text.list.trash}
      onClick={() => setFilters(inside ? rest : { ...rest, trashed: true }, displayedFilters)}
    >
      {inside ? <LeaveIcon /> : <TrashIcon />}
    </Button>
  );
}

function Nothing({ collection }: { collection: Collection }) {
  const { filterValues } = useListContext();
  const { trashed, ...rest } = filterValues as Record<string, unknown>;
  const filtered = Object.keys(rest).length > 0;
  const said = filtered
    ? text.list.noneFound
    : trashed
      ? text.list.emptyTrash
      : text.list.empty(collection.plural.toLowerCase());
  return (
    <Box sx={{ p: 4, textAlign: "center" }}>
      <Typography sx={{ color: "text.secondary" }}>{said}</Typography>
      {collection.can.create && !filtered && !trashed ? (
        <CreateButton sx={{ mt: 2 }} variant="contained" />
      ) : null}
    </Box>
  );
}
