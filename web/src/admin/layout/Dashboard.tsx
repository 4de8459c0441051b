import Box from "@mui/material/Box";
import Card from "@mui/material/Card";
import CardActionArea from "@mui/material/CardActionArea";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useQuery } from "@tanstack/react-query";
import { LinkBase, Title, useCreatePath } from "react-admin";
import type { Collection } from "../api/declarations";
import { call } from "../api/http";
import { useCollections } from "../Declared";
import { text } from "../text";
import { CollectionIcon } from "./icons";

export function Dashboard() {
  const collections = useCollections().filter((one) => one.can.read);
  return (
    <Box sx={{ px: { xs: 2, sm: 1 }, py: 2 }}>
      <Title title={text.dashboard.title} />
      <Typography component="h1" variant="h5" sx={{ fontWeight: 640 }}>
        {text.dashboard.title}
      </Typography>
      <Typography sx={{ color: "text.secondary", mb: 3 }}>{text.dashboard.lead}</Typography>
      <Box
        component="ul"
        sx={{
          display: "grid",
          gap: 2,
          gridTemplateColumns: "repeat(auto-fill, minmax(min(15rem, 100%), 1fr))",
          listStyle: "none",
          m: 0,
          p: 0,
        }}
      >
        {collections.map((one) => (
          <Tile key={one.slug} collection={one} />
        ))}
      </Box>
    </Box>
  );
}

function Tile({ collection }: { collection: Collection }) {
  const path = useCreatePath()({ resource: collection.slug, type: "list" });
  return (
    <Card component="li" variant="outlined">
      <CardActionArea component={LinkBase} to={path} sx={{ p: 2, height: "100%" }}>
        <Box sx={{ display: "flex", alignItems: "center", gap: 1, color: "primary.main" }}>
          <CollectionIcon collection={collection} />
          <Typography component="h2" sx={{ fontWeight: 600, color: "text.primary", flex: 1 }}>
            {collection.plural}
          </Typography>
          <Count slug={collection.slug} />
        </Box>
        <Typography variant="body2" sx={{ color: "text.secondary", mt: 1 }}>
          {collection.description}
        </Typography>
      </CardActionArea>
    </Card>
  );
}

function Count({ slug }: { slug: string }) {
  const { data, isPending } = useQuery({
    queryKey: [slug, "count"],
    queryFn: async () => (await call<{ totalDocs: number }>("GET", `/api/${slug}/count`)).body.totalDocs,
  });
  if (isPending) return <Skeleton width={24} />;
  return (
    <Typography sx={{ fontVariantNumeric: "tabular-nums", color: "text.primary" }}>
      {data?.toLocaleString() ?? text.dashboard.none}
      <Box component="span" sx={hidden}>
        {` ${text.dashboard.documents}`}
      </Box>
    </Typography>
  );
}

const hidden = { position: "absolute", width: 1, height: 1, overflow: "hidden", clipPath: "inset(50%)" };
