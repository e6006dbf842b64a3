# The api process of a cluster, on Microsoft Orleans. Built from the repository's root: docker build -f ops/docker/api.Dockerfile .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
# The pages are built by the normal build, which needs Node.
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
RUN dotnet publish src/Api -c Release -p:PackageSet=nuget -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
# The volumes of signing keys and of notifications take their owner from here.
RUN mkdir /keys /notifications && chown app /keys /notifications
USER app
ENTRYPOINT ["dotnet", "O2O.Dispatch.Api.dll"]
