# The payment sandbox of a cluster without a real gateway. Built from the repository's root: docker build -f ops/docker/payments.Dockerfile .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/Payments.Sandbox -c Release -p:PackageSet=nuget -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
USER app
ENTRYPOINT ["dotnet", "O2O.Dispatch.Payments.Sandbox.dll"]
