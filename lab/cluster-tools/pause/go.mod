module app.pixel/cluster-tools/pause

go 1.26.0
