// ASP.NET Core has an Endpoint too; here the word means a subscriber's.
global using Endpoint = Atlas.Webhooks.Endpoints.Endpoint;
