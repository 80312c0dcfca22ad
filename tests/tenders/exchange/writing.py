"""A notice of our own, and pieces to put into it."""

from __future__ import annotations

OURS = """<?xml version="1.0" encoding="UTF-8"?>
<ContractNotice
  xmlns="urn:oasis:names:specification:ubl:schema:xsd:ContractNotice-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
  xmlns:ext="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"
  xmlns:efac="http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1"
  xmlns:efbc="http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1"
  xmlns:efext="http://data.europa.eu/p27/eforms-ubl-extensions/1">
  <ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent><efext:EformsExtension>
    <efac:NoticeSubType><cbc:SubTypeCode>16</cbc:SubTypeCode></efac:NoticeSubType>
    <efac:Organizations><efac:Organization>
      <efac:Company>
        <cbc:WebsiteURI>www.havneby.example</cbc:WebsiteURI>
        <cac:PartyIdentification><cbc:ID>ORG-0001</cbc:ID></cac:PartyIdentification>
        <cac:PartyName><cbc:Name languageID="DAN">Havneby Kommune</cbc:Name></cac:PartyName>
        <cac:PostalAddress>
          <cac:Country><cbc:IdentificationCode>DNK</cbc:IdentificationCode></cac:Country>
        </cac:PostalAddress>
      </efac:Company>
      <efac:TouchPoint>
        <cac:PartyIdentification><cbc:ID>TPO-0001</cbc:ID></cac:PartyIdentification>
        <cac:PartyName><cbc:Name languageID="DAN">Udbudskontoret</cbc:Name></cac:PartyName>
      </efac:TouchPoint>
    </efac:Organization></efac:Organizations>
  </efext:EformsExtension></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>
  <cbc:CustomizationID>eforms-sdk-1.15</cbc:CustomizationID>
  <cbc:ID schemeName="notice-id">6B1F0C1E-3C1B-4E0E-9A55-0D4B5C3F7A11</cbc:ID>
  <cbc:ContractFolderID>0a7d6f0e-5d3c-4a8f-8f4e-2b1c9d8e7f60</cbc:ContractFolderID>
  <cbc:IssueDate>2026-03-02+01:00</cbc:IssueDate>
  <cbc:IssueTime>09:30:00+01:00</cbc:IssueTime>
  <cbc:VersionID>01</cbc:VersionID>
  <cbc:RegulatoryDomain>32014L0024</cbc:RegulatoryDomain>
  <cbc:NoticeTypeCode listName="competition">cn-standard</cbc:NoticeTypeCode>
  <cbc:NoticeLanguageCode>DAN</cbc:NoticeLanguageCode>
  <cac:ContractingParty>
    <cac:Party><cac:PartyIdentification><cbc:ID>ORG-0001</cbc:ID></cac:PartyIdentification></cac:Party>
  </cac:ContractingParty>
  <cac:ProcurementProject>
    <cbc:Name languageID="DAN">Stille havnekran</cbc:Name>
    <cbc:Description languageID="DAN">En kran, der ikke vækker byen.</cbc:Description>
    <cbc:ProcurementTypeCode listName="contract-nature">supplies</cbc:ProcurementTypeCode>
    <cac:MainCommodityClassification>
      <cbc:ItemClassificationCode listName="cpv">42414100</cbc:ItemClassificationCode>
    </cac:MainCommodityClassification>
  </cac:ProcurementProject>
  <!-- lots -->
</ContractNotice>
"""

# What stands in it once, to be replaced.
LOTS = "<!-- lots -->"
TITLE = '<cbc:Name languageID="DAN">Stille havnekran</cbc:Name>'
DESCRIPTION = '<cbc:Description languageID="DAN">En kran, der ikke vækker byen.</cbc:Description>'
NATURE = '<cbc:ProcurementTypeCode listName="contract-nature">supplies</cbc:ProcurementTypeCode>'
MAIN_CPV = '<cbc:ItemClassificationCode listName="cpv">42414100</cbc:ItemClassificationCode>'
EXTENSION_END = "</efext:EformsExtension>"


def lot(number: int, content: str, scheme: str = 'schemeName="Lot"') -> str:
    return (
        f"<cac:ProcurementProjectLot><cbc:ID {scheme}>LOT-000{number}</cbc:ID>{content}"
        "</cac:ProcurementProjectLot>"
    )


def project(content: str) -> str:
    return f"<cac:ProcurementProject>{content}</cac:ProcurementProject>"


def value(amount: str, currency: str) -> str:
    return (
        f'<cac:RequestedTenderTotal><cbc:EstimatedOverallContractAmount currencyID="{currency}">'
        f"{amount}</cbc:EstimatedOverallContractAmount></cac:RequestedTenderTotal>"
    )


def deadline(content: str) -> str:
    return (
        "<cac:TenderingProcess><cac:TenderSubmissionDeadlinePeriod>"
        f"{content}</cac:TenderSubmissionDeadlinePeriod></cac:TenderingProcess>"
    )
